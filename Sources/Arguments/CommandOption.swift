/// An option of a command, as one row of the command table.
struct CommandOption: Hashable, Sendable {
  /// The long name without dashes.
  var name: String
  /// The one-letter name, if there is one.
  var short: Character?
  /// What it takes; nil: nothing.
  var value: ValueKind?
  /// Whether it may be given several times.
  var repeats: Bool
  /// What it does, for the help pages; empty for options that only the program itself uses, which are not shown.
  var help: String

  /// An option that takes a value.
  init(_ name: String, _ short: Character?, _ value: ValueKind?, repeats: Bool = false, _ help: String) {
    self.name = name
    self.short = short
    self.value = value
    self.repeats = repeats
    self.help = help
  }

  /// An option that takes none.
  init(_ name: String, _ short: Character, _ help: String) { self.init(name, short, nil, help) }

  /// An option that takes none and has no letter.
  init(_ name: String, _ help: String) { self.init(name, nil, nil, help) }

  /// `--repo DIR|URL`
  var synopsis: String { "--\(name)" + (value.map { " " + $0.placeholder } ?? "") }

  /// `-e, --engine E`
  var heading: String { (short.map { "-\($0), " } ?? "") + synopsis }
}
