import JSON

/// Reads a call's input, which may hold anything.
struct ToolInput {
  private let tool: String
  private let value: JSONValue

  init(_ tool: String, _ value: JSONValue) {
    self.tool = tool
    self.value = value
  }

  /// A text that has to be there.
  func text(_ key: String, mayBeEmpty: Bool = false) throws(ToolProblem) -> String {
    guard let text = try optionalText(key) else { throw ToolProblem("\(tool) needs the text `\(key)`.") }
    guard mayBeEmpty || !text.isEmpty else { throw ToolProblem("\(tool): `\(key)` is empty.") }
    return text
  }

  /// A text that may be missing.
  func optionalText(_ key: String) throws(ToolProblem) -> String? {
    guard let found = value[key], !found.isNull else { return nil }
    guard let text = found.string else { throw ToolProblem("\(tool): `\(key)` has to be a text.") }
    return text
  }

  /// A path: no zero byte, not too long.
  func path(_ key: String) throws(ToolProblem) -> String { try Self.checked(try text(key), tool) }

  /// A path that may be missing.
  func optionalPath(_ key: String) throws(ToolProblem) -> String? {
    guard let path = try optionalText(key), !path.isEmpty else { return nil }
    return try Self.checked(path, tool)
  }

  /// A whole number within bounds, or a default.
  func number(_ key: String, in range: ClosedRange<Int>, default standard: Int) throws(ToolProblem) -> Int {
    guard let found = value[key], !found.isNull else { return standard }
    // Some models write numbers as texts.
    guard let number = found.int ?? found.string.flatMap({ Int($0) }) else { throw ToolProblem("\(tool): `\(key)` has to be a number.") }
    return min(max(number, range.lowerBound), range.upperBound)
  }

  /// Yes or no; no when it is missing.
  func flag(_ key: String) -> Bool { value[key]?.bool ?? (value[key]?.string == "true") }

  /// A list; empty when it is missing.
  func list(_ key: String) -> [JSONValue] { value[key]?.array ?? [] }

  private static func checked(_ path: String, _ tool: String) throws(ToolProblem) -> String {
    guard !path.utf8.contains(0), path.utf8.count < 4096 else { throw ToolProblem("\(tool): that is no path.") }
    return path
  }
}
