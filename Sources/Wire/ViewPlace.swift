/// Where in a task an operator looks, as the others are told.
package struct ViewPlace: Hashable, Sendable, Codable {
  /// In words, such as "hunk 7 of login.swift", or empty. Not sanitised; the service keeps the first `wordLimit` characters.
  package var words: String
  /// Whether they review the task or write an answer: who does so first holds it.
  package var holds: Bool
  /// Whether their terminal does not have the focus.
  package var isAway: Bool

  /// The most characters of `words` and of an operator's name that are passed on.
  package static let wordLimit = 80

  /// A place.
  package init(words: String = "", holds: Bool = false, isAway: Bool = false) {
    self.words = words
    self.holds = holds
    self.isAway = isAway
  }
}
