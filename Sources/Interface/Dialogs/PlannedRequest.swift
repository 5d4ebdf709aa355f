package import Wire

/// A request that a dialog would send.
package struct PlannedRequest: Hashable, Sendable {
  /// The request.
  package var request: Request
  /// What is said when it was done.
  package var words: String

  /// A plan.
  package init(_ request: Request, _ words: String) {
    self.request = request
    self.words = words
  }
}
