/// By what the checks of a pull request are held until a person releases them.
package enum CIHold: Hashable, Sendable, Codable {
  /// The commit's message carries a marker that the forge honours (`[skip ci]`).
  case marker(String)
  /// The request is a draft.
  case draft
  /// A label that the repository's workflow waits for is not set yet.
  case label(String)
}
