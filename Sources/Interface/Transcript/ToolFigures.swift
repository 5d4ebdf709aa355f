internal import Model

/// What stands at the right end of a tool call's row: how much it changed, read or printed, and how it failed.
struct ToolFigures: Hashable, Sendable {
  /// Added and removed lines, where the input tells.
  private(set) var change: (added: Int, removed: Int)? {
    get { figures.map { ($0[0], $0[1]) } }
    set { figures = newValue.map { [$0.added, $0.removed] } }
  }
  private var figures: [Int]?
  /// Anything else: "84 lines", "exit 1", "denied".
  private(set) var remark: String?

  init(_ run: ToolRun) {
    switch run.call.kind {
    case .edit, .write: change = Self.change(run.call.input)
    default: break
    }
    switch run.status {
    case .failed?: remark = (run.exitCode ?? 0) != 0 ? "exit \(run.exitCode ?? 0)" : "failed"
    case .denied?: remark = "denied"
    case .cancelled?: remark = "cancelled"
    case .ok?:
      if let code = run.exitCode, code != 0 {
        remark = "exit \(code)"
      } else if change == nil, !run.output.text.isEmpty, [.read, .search, .execute, .fetch].contains(run.call.kind) {
        remark = TranscriptWords.counted(Self.lines(run.output.text), "line")
      }
    case nil: break
    }
  }

  private static func change(_ input: String) -> (added: Int, removed: Int)? {
    let input = ToolInput(input)
    if let new = input.value("new_string", "new_str", "newText", "new_text") {
      return (lines(new), lines(input.value("old_string", "old_str", "oldText", "old_text") ?? ""))
    }
    if let patch = input.value("patch", "diff", "input"), patch.utf8.contains(0x0A) {
      let rows = patch.utf8.split(separator: 0x0A)
      func count(_ sign: UInt8) -> Int { rows.count { $0.first == sign && !$0.starts(with: [sign, sign, sign]) } }
      return (count(0x2B), count(0x2D))
    }
    if let content = input.value("content", "contents", "file_text") { return (lines(content), 0) }
    return nil
  }

  private static func lines(_ text: String) -> Int {
    guard let last = text.utf8.last else { return 0 }
    return text.utf8.count { $0 == 0x0A } + (last == 0x0A ? 0 : 1)
  }
}
