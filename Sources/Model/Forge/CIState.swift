/// What a forge's checks of a commit amount to.
package enum CIState: String, Hashable, Sendable, Codable, CaseIterable {
  /// The forge has none for it.
  case none
  /// Held by Carrel until a person releases it.
  case held
  /// Waiting, or at work.
  case running
  case passed, failed
}
