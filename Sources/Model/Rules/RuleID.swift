/// The short name of a rule, `R1`, `R2`, …: given once by the store, never reused.
package struct RuleID: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// The number behind the `R`, from 1.
  package let number: Int

  /// The rule with this number.
  package init(_ number: Int) { self.number = number }

  /// Reads `R3`, `r3` or `3`; nil for anything else.
  package init?(parsing text: some StringProtocol) {
    let digits = text.first == "R" || text.first == "r" ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(digits), number > 0 else { return nil }
    self.number = number
  }

  /// `R3`.
  package var description: String { "R\(number)" }

  /// In the order in which they were made.
  package static func < (left: RuleID, right: RuleID) -> Bool { left.number < right.number }

  /// As the bare number.
  package init(from decoder: any Decoder) throws { number = try decoder.singleValueContainer().decode(Int.self) }

  /// As the bare number.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }
}
