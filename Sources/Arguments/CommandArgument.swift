/// An argument of a command, as one row of the command table.
struct CommandArgument: Hashable, Sendable {
  /// How many there may be.
  enum Count: Hashable, Sendable { case one, optional, many, any }

  /// What it is called in the usage line.
  var name: String
  /// What it is.
  var value: ValueKind
  /// How many there may be; only the last argument may be `many` or `any`.
  var count: Count
  /// What it means, for the help pages; empty when the name says all.
  var help: String

  init(_ name: String, _ value: ValueKind, _ count: Count = .one, _ help: String = "") {
    self.name = name
    self.value = value
    self.count = count
    self.help = help
  }

  /// `ID...`
  var synopsis: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .many: "\(name)..."
    case .any: "[\(name)...]"
    }
  }
}
