/// One check of a commit, as the forge lists it. Everything in it came from outside.
package struct CICheck: Hashable, Sendable, Codable {
  /// The name of the check.
  package var name: String
  /// How it stands.
  package var state: CIState
  /// Its own words on that; may be empty.
  package var text: String
  /// Where its log is.
  package var url: String?

  /// A check.
  package init(name: String, state: CIState, text: String = "", url: String? = nil) {
    self.name = name
    self.state = state
    self.text = text
    self.url = url
  }
}
