package import Model

/// A place that the search found, on its way onto the screen.
package struct WantedPlace: Hashable, Sendable {
  /// Whose.
  package var task: TaskID
  /// The place.
  package var hit: SearchHit

  /// What was sought, as it stands there.
  var words: String { hit.snippet.first(where: \.isMatch)?.text ?? "" }
}
