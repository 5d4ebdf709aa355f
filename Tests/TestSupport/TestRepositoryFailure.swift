/// A program that a test needs has failed.
package struct TestRepositoryFailure: Error, CustomStringConvertible {
  let text: String
  /// What it was and what it said.
  package var description: String { text }

  /// A failure in words.
  package init(text: String) { self.text = text }
}
