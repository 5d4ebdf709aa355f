/// What was seen of a task's work, in lines for others. Nothing that an agent said stands in it.
package enum EvidenceText {
  private static let most = 6

  /// What a pull request may say under "Checked": Carrel's own check, then of each kind the last command that was seen and how it ended. Markdown list items;
  /// never empty. Commands stand in code spans that they cannot leave.
  package static func evidenceLines(_ evidence: Evidence) -> [String] {
    var lines: [String] = []
    if let check = evidence.check {
      let later = evidence.isCheckStale && check.exitCode != nil ? "; files changed after it" : ""
      lines.append("- \(code(check.command)) \(line(check.words)), run by Carrel at the end of the work\(later)")
    }
    for kind in DeedKind.allCases {
      guard let runs = evidence.runs[kind] else {
        if kind == .test, !evidence.checkedKinds.contains(.test) { lines.append("- tests: no run was seen") }
        continue
      }
      let deed = runs.telling
      let part = deed.isPart && !runs.isWhole ? " (a part of the tests)" : ""
      switch runs.state {
      case .green: lines.append("- \(code(deed.command)) succeeded\(part), run by the agent; nothing changed after it")
      case .stale: lines.append("- \(code(deed.command)) succeeded\(part), run by the agent; after it \(line(runs.since.words))")
      case .failed(let status): lines.append("- \(code(deed.command)) FAILED with exit \(status)\(part), run by the agent")
      case .hidden(let cover): lines.append("- \(code(deed.command)) was run by the agent\(part); result not known (\(cover.words))")
      }
    }
    return Array(lines.prefix(most))
  }

  /// One line of a command in a code span: longer than any run of backquotes in it.
  private static func code(_ command: String) -> String {
    let text = String(line(command).prefix(160))
    var longest = 0
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let room = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return "\(fence)\(room)\(text)\(room)\(fence)"
  }

  /// Without line feeds, control characters and what turns text round.
  private static func line(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: " "
          default: scalar
          }
        }))
  }
}
