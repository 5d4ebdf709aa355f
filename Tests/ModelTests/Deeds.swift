@testable import Model

/// A transcript for tests, row by row.
struct Deeds {
  var fold = DeedsFold()
  private var seq: Int64 = 0
  private var calls = 0

  private mutating func add(_ event: TranscriptEvent) {
    seq += 1
    fold.apply(TranscriptEntry(seq: seq, task: TaskID(1), time: Timestamp(milliseconds: seq * 1000), event: event))
  }

  /// A prompt, which begins a turn.
  mutating func prompt() { add(.prompt(text: "go", origin: "brief")) }

  /// A command as claude's Bash runs it.
  mutating func run(_ command: String, _ code: Int?, status: ToolStatus? = nil, output: String = "", background: Bool = false) {
    calls += 1
    let text = command.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    let input = "{\"command\":\"\(text)\"\(background ? ",\"run_in_background\":true" : "")}"
    add(.agent(.toolStarted(ToolCall(id: "c\(calls)", kind: .execute, name: "Bash", title: String(command.prefix(80)), input: input))))
    add(.agent(.toolFinished(id: "c\(calls)", status: status ?? (code == 0 ? .ok : .failed), output: output, exitCode: code)))
  }

  /// An edit of a file.
  mutating func edit(_ path: String) {
    calls += 1
    add(.agent(.toolStarted(ToolCall(id: "c\(calls)", kind: .edit, name: "Edit", title: path, input: "{}"))))
    add(.agent(.fileChanged(path: path, change: .update)))
    add(.agent(.toolFinished(id: "c\(calls)", status: .ok, output: "", exitCode: nil)))
  }

  /// The end of a turn, and the tree that was measured after it.
  mutating func end(tree: String, text: String = "") {
    add(.agent(.turnDone(.completed, text: text)))
    add(.snapshot(DiffSummary(files: 1, insertions: 1, deletions: 0, tree: tree)))
  }

  mutating func other(_ event: TranscriptEvent) { add(event) }

  /// What is known with these closing words.
  func evidence(_ summary: String, tree: String? = nil, check: CheckResult? = nil) -> Evidence {
    var task = TaskRecord(
      id: TaskID(1), ticket: Ticket(title: "x"), repository: RepositoryLocation(source: "/r", publishTo: "/r"), engine: "claude",
      created: Timestamp(milliseconds: 0))
    task.phase = .review
    task.summary = summary
    task.check = check
    task.diff = tree.map { DiffSummary(files: 1, insertions: 1, deletions: 0, tree: $0) }
    return fold.evidence(of: task)
  }

  /// The runs of one command that ended so.
  static func of(_ command: String, code: Int?) -> [Deed] {
    var deeds = Deeds()
    deeds.prompt()
    deeds.run(command, code)
    return deeds.fold.deeds
  }
}
