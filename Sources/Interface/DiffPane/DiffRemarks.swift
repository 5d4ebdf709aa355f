internal import Model

/// What is said in words about a changed file that lines do not show.
enum DiffRemarks {
  /// Whether a file's text is asked for without the operator saying so.
  static func loadsText(_ file: DiffFile, opened: Bool) -> Bool {
    if file.marks.contains(.binary) { return false }
    return opened || !(file.marks.contains(.large) || file.insertions + file.deletions > DiffPaneState.largeLines)
  }

  /// The sentences above the text, not sanitised.
  static func sentences(_ file: DiffFile, _ loaded: LoadedDiff?, opened: Bool) -> [String] {
    var result: [String] = []
    if let old = file.oldPath {
      let similarity = loaded?.file?.similarity.map { ", \($0) % alike" } ?? ""
      result.append("\(file.status == .copied ? "Copied" : "Renamed") from \(old)\(similarity)")
    }
    if let diff = loaded?.file, let old = diff.oldMode, let new = diff.newMode, old != new { result.append("Mode \(old) → \(new)") }
    if file.status == .typeChanged { result.append("Its type changed") }
    let first =
      loaded?.file?.hunks.first.flatMap { $0.newStart <= 1 ? $0.lines.filter { $0.new != nil }.prefix(20).map(\.text) : nil } ?? []
    if let reason = GeneratedFile.reason(path: file.path, firstLines: first) {
      result.append("Generated, most likely (\(reason)): read what it was made from")
    }
    for reason in file.sensitivities {
      result.append("\(reason.kind.rawValue): \(reason.text)\(reason.needsTick ? " (needs a tick: Space)" : "")")
    }
    let said = Set(file.sensitivities.map(\.kind.rawValue))
    for mark in file.marks where !said.contains(mark.rawValue) && !(mark == .sensitive && !said.isEmpty) {
      if let sentence = sentence(mark, file) { result.append(sentence) }
    }
    if !loadsText(file, opened: opened), !file.marks.contains(.binary) {
      result.append("\(file.insertions + file.deletions) changed lines: not loaded unasked. Enter loads them")
    }
    if let loaded {
      if let refusal = loaded.refusal {
        result.append("The text could not be read: \(refusal)")
      } else if loaded.file?.hunks.isEmpty ?? true, !file.marks.contains(.binary) {
        if loaded.file?.binary == true {
          result.append("Binary file: no text to show")
        } else {
          result.append(loaded.wanted.ignoreWhitespace ? "No difference but white space (w shows it)" : "No changed lines")
        }
      }
    } else if loadsText(file, opened: opened) {
      result.append("Loading…")
    }
    return result
  }

  private static func sentence(_ mark: DiffFile.Mark, _ file: DiffFile) -> String? {
    switch mark {
    case .binary: "Binary file: no text to show"
    case .symlink: "Symbolic link: the text is where it leads"
    case .submodule: "Submodule: the text is its commit"
    case .executable: "Executable"
    case .large: nil
    case .lfs: "Git LFS pointer: the content itself is not here"
    case .nestedRepository: "A repository in the repository: its files are not shown"
    case .special: "Special file"
    case .ignoreRules: "Changes what git ignores"
    case .sensitive: "Look twice: this file can run code or hold secrets"
    }
  }
}
