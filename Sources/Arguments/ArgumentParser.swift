import Model

/// Reads a command line by the command table.
package enum ArgumentParser {
  /// Reads the words behind the program's name. Options may stand anywhere; `--` ends them. Never prints and never exits.
  package static func parse(_ words: [String]) -> Result<Invocation, UsageProblem> {
    do throws(UsageProblem) { return .success(try read(words)) } catch { return .failure(error) }
  }

  private static let overview = "carrel [COMMAND] [ARGUMENT...]   (carrel help lists the commands)"

  private static func read(_ words: [String]) throws(UsageProblem) -> Invocation {
    guard let first = words.first else { return .interface(plain: false) }
    switch first {
    case "--plain":
      guard words.count == 1 else { throw UsageProblem(message: "--plain stands alone", usage: overview) }
      return .interface(plain: true)
    case "-h", "--help": return .help(command: nil)
    case "-V", "--version": return .version
    default: break
    }
    let names = CommandTable.shown.map(\.name)
    guard let command = CommandTable.command(first) else {
      let kind = first.hasPrefix("-") ? "no option \(first) before a command" : "no command \(first)"
      let word = String(first.drop { $0 == "-" })
      throw UsageProblem(message: kind + Suggestion.ending(for: word, among: names), usage: overview)
    }
    if command.isRaw { return .demoEngine(Array(words.dropFirst())) }
    let parsed = try sort(Array(words.dropFirst()), for: command)
    guard let parsed else { return .help(command: command.name) }
    return try invocation(parsed)
  }

  /// Sorts a command's words; nil when help was asked for.
  private static func sort(_ words: [String], for command: Command) throws(UsageProblem) -> ParsedCommand? {
    var parsed = ParsedCommand(command)
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        if command.runsCommand { parsed.trailing = Array(rest) } else { parsed.arguments += rest }
        break
      }
      if word == "--help" || word == "-h" { return nil }
      if word.hasPrefix("--") {
        try long(word, &rest, &parsed)
      } else if word.hasPrefix("-"), word != "-", !word.contains(" "), !isNumber(word) {
        try short(word, &rest, &parsed)
      } else {
        parsed.arguments.append(word)
      }
    }
    try checkArguments(parsed)
    return parsed
  }

  private static func isNumber(_ word: String) -> Bool { Double(word) != nil }

  private static func long(_ word: String, _ rest: inout ArraySlice<String>, _ parsed: inout ParsedCommand) throws(UsageProblem) {
    let body = word.dropFirst(2)
    let equals = body.firstIndex(of: "=")
    let name = String(body[..<(equals ?? body.endIndex)])
    let command = parsed.command
    guard let option = command.everyOption.first(where: { $0.name == name }) else {
      let ending = Suggestion.ending(for: name, among: command.options.map(\.name) + ["help"], prefix: "--")
      throw problem(command, "has no option --\(name)" + ending)
    }
    try set(option, equals.map { String(body[body.index(after: $0)...]) }, &rest, &parsed)
  }

  /// `-fy`, `-ecodex`, `-e codex`
  private static func short(_ word: String, _ rest: inout ArraySlice<String>, _ parsed: inout ParsedCommand) throws(UsageProblem) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = parsed.command.everyOption.first(where: { $0.short == letter }) else {
        throw problem(parsed.command, "has no option -\(letter)")
      }
      if option.value != nil, !letters.isEmpty {
        let value = letters.first == "=" ? letters.dropFirst() : letters
        try set(option, String(value), &rest, &parsed)
        return
      }
      try set(option, nil, &rest, &parsed)
    }
  }

  private static func set(
    _ option: CommandOption, _ given: String?, _ rest: inout ArraySlice<String>, _ parsed: inout ParsedCommand
  ) throws(UsageProblem) {
    guard let kind = option.value else {
      if given != nil { throw problem(parsed.command, "takes no value for --\(option.name)") }
      parsed.flags.insert(option.name)
      return
    }
    guard let value = given ?? next(&rest) else {
      throw problem(parsed.command, "needs a value for --\(option.name) (\(kind.placeholder))")
    }
    if let complaint = kind.complaint(value) { throw problem(parsed.command, "--\(option.name): “\(value)” \(complaint)") }
    parsed.values[option.name, default: []].append(value)
  }

  /// The next word, unless it is an option.
  private static func next(_ rest: inout ArraySlice<String>) -> String? {
    guard let word = rest.first, !word.hasPrefix("--") else { return nil }
    return rest.popFirst()
  }

  private static func checkArguments(_ parsed: ParsedCommand) throws(UsageProblem) {
    let wanted = parsed.command.arguments
    var index = 0
    for argument in wanted {
      let several = argument.count == .many || argument.count == .any
      let required = argument.count == .one || argument.count == .many
      if required, index >= parsed.arguments.count { throw problem(parsed.command, "needs \(argument.name)") }
      let end = several ? parsed.arguments.count : min(index + 1, parsed.arguments.count)
      for value in parsed.arguments[min(index, end)..<end] {
        if let complaint = argument.value.complaint(value) { throw problem(parsed.command, "“\(value)” \(complaint)") }
      }
      index = end
    }
    if index < parsed.arguments.count { throw problem(parsed.command, "takes no argument “\(parsed.arguments[index])”") }
  }

  static func problem(_ command: Command, _ text: String) -> UsageProblem {
    UsageProblem(message: command.name + " " + text, usage: command.usage)
  }
}
