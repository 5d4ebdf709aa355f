import Model

/// A command's words sorted into options and arguments, each checked by its kind.
struct ParsedCommand {
  /// The command.
  let command: Command
  /// The values of options that take one.
  var values: [String: [String]] = [:]
  /// The options that take none.
  var flags: Set<String> = []
  /// The arguments.
  var arguments: [String] = []
  /// What stood behind `--`, for commands that run another program.
  var trailing: [String] = []

  init(_ command: Command) { self.command = command }

  /// The last value of an option.
  func value(_ name: String) -> String? { values[name]?.last }

  /// A task's id among the arguments, already checked.
  func task(_ index: Int) -> TaskID? { arguments.indices.contains(index) ? TaskID(parsing: arguments[index]) : nil }

  /// All arguments as ids, each once, in order.
  var tasks: [TaskID] {
    var seen: Set<TaskID> = []
    return arguments.compactMap { TaskID(parsing: $0) }.filter { seen.insert($0).inserted }
  }

  /// A choice among the arguments.
  func choice<Choice: RawRepresentable<String>>(_ index: Int) -> Choice? {
    arguments.indices.contains(index) ? Choice(rawValue: arguments[index]) : nil
  }
}
