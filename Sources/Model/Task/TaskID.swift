/// The short name of a task, `T1`, `T2`, …: given once by the store, never reused (CONTRACT.md, "A task's life").
package struct TaskID: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// The number behind the `T`, from 1.
  package let number: Int

  /// The task with this number.
  package init(_ number: Int) { self.number = number }

  /// Reads `T12`, `t12` or `12`; nil for anything else.
  package init?(parsing text: some StringProtocol) {
    let digits = text.first == "T" || text.first == "t" ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(digits), number > 0 else { return nil }
    self.number = number
  }

  /// `T12`.
  package var description: String { "T\(number)" }

  /// In the order in which they were queued.
  package static func < (left: TaskID, right: TaskID) -> Bool { left.number < right.number }

  /// As the bare number.
  package init(from decoder: any Decoder) throws { number = try decoder.singleValueContainer().decode(Int.self) }

  /// As the bare number.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }
}
