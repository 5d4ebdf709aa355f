/// The manual page `carrel.1` in man(7) macros, from the command table.
package enum ManualPage {
  /// The page for a version of the program.
  package static func render(version: String = "") -> String {
    var lines = [
      ".TH CARREL 1 \"\" \"\(version.isEmpty ? "carrel" : "carrel " + escaped(version))\" \"User Commands\"", ".SH NAME",
      "carrel \\- a workspace manager for coding agents", ".SH SYNOPSIS", ".B carrel", ".br",
      ".B carrel", "\\fICOMMAND\\fR [\\fIARGUMENT\\fR...]", ".SH DESCRIPTION",
      "Without a command", ".B carrel",
      "opens the full\\-screen interface: tickets are pasted, each is worked on by a coding agent in a sandboxed clone of its own,",
      "and a person reviews and publishes the change. The service that does the work is started when none runs and goes on after the interface is left.",
      ".PP",
      "Standard output carries results only, standard error the rest.",
    ]
    for group in Command.Group.allCases where group != .hidden {
      lines.append(".SH " + escaped(group.rawValue).uppercased())
      for command in CommandTable.shown where command.group == group { lines += section(command) }
    }
    lines.append(".SH EXIT STATUS")
    for code in ExitCode.allCases { lines += [".TP", ".B \(code.rawValue)", escaped(code.meaning)] }
    lines.append(".SH ENVIRONMENT")
    for (name, text) in environment { lines += [".TP", ".B \(name)", escaped(text)] }
    lines.append(".SH FILES")
    for (name, text) in files { lines += [".TP", ".I \(escaped(name))", escaped(text)] }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let environment = [
    ("CARREL_AUTHOR", "Your name for other operators, where several people share a login; $USER when unset."),
    ("CARREL_CONFIG", "The configuration file instead of the usual one."),
    ("CARREL_STATE_DIR", "The state directory instead of the usual one."),
    ("CARREL_THEME", "The theme instead of the configured one."), ("NO_COLOR", "When set and not empty: no colours."),
    ("DEFAULT_ENGINE", "The engine when neither the command line nor the configuration names one; claude when unset."),
  ]

  private static let files = [
    ("$XDG_CONFIG_HOME/carrel/config.toml", "The configuration; never written by carrel."),
    ("$XDG_CONFIG_HOME/carrel/themes/", "Themes of your own."),
    ("$XDG_STATE_HOME/carrel/", "The event log, the service's socket and log, mirrors, workspaces and what was set aside."),
  ]

  private static func section(_ command: Command) -> [String] {
    var lines = [".SS", escaped(command.usage), escaped(command.summary + ".")]
    for text in command.details { lines += [".PP", escaped(text)] }
    for argument in command.arguments where !argument.help.isEmpty {
      lines += [".TP", ".I \(escaped(argument.name))", escaped(argument.help + ".")]
    }
    for option in command.options { lines += [".TP", ".B \(escaped(option.heading))", escaped(option.help + ".")] }
    if !command.examples.isEmpty { lines += [".PP", "Examples:", ".nf"] + command.examples.map { escaped("  " + $0) } + [".fi"] }
    return lines
  }

  /// Text that roff prints as it is: no requests at the start of a line, no escapes, plain hyphens.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "…": result += "..."
      case "“", "”": result += "\""
      case "\n": result += " "
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
  }
}
