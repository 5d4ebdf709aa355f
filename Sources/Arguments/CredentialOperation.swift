/// What git asks a credential helper (gitcredentials(7), git-credential(1)).
package enum CredentialOperation: String, Hashable, Sendable, CaseIterable {
  case get, store, erase
}
