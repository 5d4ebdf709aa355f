/// A command of `carrel`, as one row of the command table: everything that parsing, help, completion and the manual page need.
struct Command: Hashable, Sendable {
  /// Groups of the help page.
  enum Group: String, Hashable, Sendable, CaseIterable {
    case queue = "Queueing"
    case look = "Looking"
    case work = "Working with tasks"
    case service = "The queue and the service"
    case about = "About"
    case hidden = ""
  }

  /// The word on the command line.
  var name: String
  /// Where it stands on the help page.
  var group: Group
  /// One line.
  var summary: String
  /// Its arguments in order.
  var arguments: [CommandArgument]
  /// Its options in the order of the help page.
  var options: [CommandOption] { everyOption.filter { !$0.help.isEmpty } }
  /// The options with those that are not shown.
  var everyOption: [CommandOption]
  /// More about it, a paragraph each.
  var details: [String]
  /// Command lines to copy.
  var examples: [String]
  /// Whether everything after `--` is another program's command line.
  var runsCommand: Bool
  /// Whether all that follows the command is handed on unread.
  var isRaw: Bool

  init(
    _ name: String, _ group: Group, _ summary: String, arguments: [CommandArgument] = [], options: [CommandOption] = [],
    details: [String] = [],
    examples: [String] = [], runsCommand: Bool = false, isRaw: Bool = false
  ) {
    self.name = name
    self.group = group
    self.summary = summary
    self.arguments = arguments
    everyOption = options
    self.details = details
    self.examples = examples
    self.runsCommand = runsCommand
    self.isRaw = isRaw
  }

  /// `carrel show ID [--json]`
  var usage: String { "carrel " + parts.joined(separator: " ") }

  /// The usage line's parts, which are not broken between lines.
  var parts: [String] {
    [name] + arguments.map(\.synopsis) + options.map { "[\($0.synopsis)]" + ($0.repeats ? "..." : "") }
      + (runsCommand ? ["[-- COMMAND...]"] : [])
  }
}
