/// Why a text is no chain of steps.
package struct ChainProblem: Error, Hashable, Sendable {
  /// The end of a sentence that begins with the text or its name.
  package var text: String
}
