import Testing

/// What a recording gives, in short.
struct ACPGolden: Sendable, CustomTestStringConvertible {
  let name: String
  let lines: [String]

  var testDescription: String { name }

  init(_ name: String, _ lines: [String]) {
    self.name = name
    self.lines = lines
  }
}
