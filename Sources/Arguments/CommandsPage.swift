/// docs/commands.md, from the command table.
package enum CommandsPage {
  /// The whole page as Markdown.
  package static func render() -> String {
    var lines = [
      "# Commands", "",
      "Made from the table that the program itself reads (`Sources/Arguments/CommandTable.swift`); a test fails when this page is stale. Make it anew with",
      "`CARREL_UPDATE_DOCS=1 swift test --filter ArgumentsTests`.", "",
      "`carrel` without a command opens the full-screen interface; `carrel --plain` is lines of text, for screen readers and pipes. Standard output carries results only, standard error the rest.",
      "",
    ]
    for group in Command.Group.allCases where group != .hidden {
      lines += ["## " + group.rawValue, ""]
      for command in CommandTable.shown where command.group == group { lines += section(command) }
    }
    lines += ["## Exit codes", "", "| Code | Meaning |", "|---|---|"]
    lines += ExitCode.allCases.map { "| \($0.rawValue) | \($0.meaning) |" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(_ command: Command) -> [String] {
    var lines = ["### carrel \(command.name)", "", command.summary + ".", "", "```"]
    lines += TextLayout.wrapped(["carrel"] + command.parts, width: 100, indent: 7) + ["```", ""]
    for text in command.details { lines += [cell(text, code: false), ""] }
    let rows =
      command.arguments.filter { !$0.help.isEmpty }.map { ($0.name, $0.help) } + command.options.map { ($0.heading, $0.help) }
    if !rows.isEmpty {
      lines += ["| | |", "|---|---|"] + rows.map { "| `\(cell($0.0, code: true))` | \(cell($0.1, code: false)) |" } + [""]
    }
    if !command.examples.isEmpty { lines += ["```"] + command.examples + ["```", ""] }
    return lines
  }

  private static func cell(_ text: String, code: Bool) -> String {
    var result = ""
    for character in text {
      if character == "|" || (!code && "<>*_".contains(character)) { result.append("\\") }
      result.append(character)
    }
    return result
  }
}
