/// The help of the program and of each command, from the command table; plain text in 80 columns.
package enum HelpPage {
  private static let width = 80

  /// The page of a command, or of the whole program. Ends with a line end.
  package static func render(_ name: String? = nil) -> String {
    let lines = name.flatMap { CommandTable.command($0) }.map { page(of: $0) } ?? overview()
    return lines.joined(separator: "\n") + "\n"
  }

  private static func overview() -> [String] {
    var lines = [
      "carrel - a workspace manager for coding agents", "", "usage: carrel                        the full-screen interface",
      "       carrel --plain                the same in lines of text",
      "       carrel COMMAND [ARGUMENT...]  one command", "",
    ]
    for group in Command.Group.allCases where group != .hidden {
      lines.append(group.rawValue + ":")
      lines += TextLayout.columns(CommandTable.shown.filter { $0.group == group }.map { ($0.name, $0.summary) }, column: 15, width: width)
      lines.append("")
    }
    lines.append("Exit codes:")
    lines += TextLayout.columns(ExitCode.allCases.map { (String($0.rawValue), $0.meaning) }, column: 7, width: width)
    return lines + ["", "carrel help COMMAND explains a command."]
  }

  private static func page(of command: Command) -> [String] {
    var lines = TextLayout.wrapped(["usage: carrel"] + command.parts, width: width, indent: 14)
    lines += ["", command.summary + "."]
    for text in command.details { lines += [""] + TextLayout.wrapped(text, width: width) }
    let arguments = command.arguments.filter { !$0.help.isEmpty }.map { ($0.name, $0.help) }
    if !arguments.isEmpty { lines += ["", "Arguments:"] + TextLayout.columns(arguments, column: 14, width: width) }
    let options = command.options.map { (($0.short == nil ? "    " : "") + $0.heading, $0.help + ".") } + [("-h, --help", "This page.")]
    lines += ["", "Options:"] + TextLayout.columns(options, column: 28, width: width)
    if !command.examples.isEmpty { lines += ["", "Examples:"] + command.examples.map { "  " + $0 } }
    return lines
  }
}
