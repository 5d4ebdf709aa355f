/// Who a published commit is from (config `git.user_name`, `git.user_email`).
package struct CommitIdentity: Hashable, Sendable {
  /// The name.
  package var name: String
  /// The mail address.
  package var email: String

  /// An identity.
  package init(name: String = "Carrel", email: String = "carrel@localhost") {
    self.name = name
    self.email = email
  }
}
