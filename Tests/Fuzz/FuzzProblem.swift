/// An invariant that did not hold.
package struct FuzzProblem: Error, Hashable, CustomStringConvertible {
  /// What was expected, and what was there.
  package let description: String

  init(_ description: String) { self.description = description }
}
