package import Configuration
package import Forges
import HTTP
import Secrets

extension TrackerSettings {
  /// Where the token comes from; nil: no source is named.
  var tokenSource: CredentialSource? {
    if let tokenCredential { return .systemd(tokenCredential) }
    if let reference = vault.flatMap({ VaultReference($0) }) { return .vault(reference) }
    return token.source
  }

  /// Its client, with tokens from a shelf.
  package func tracker(_ shelf: CredentialShelf) -> any IssueTracker {
    let (source, name) = (tokenSource, name)
    let client = HTTPClient(certificates: certificates ?? HTTPClient.certificateFile)
    return TrackerAccess(
      name: name, kind: kind, address: address, user: user, client: client, isPlainAllowed: isPlainAllowed
    ) { (fresh) async throws(ForgeError) in
      guard let source else { return nil }
      let text: String?
      do throws(SecretError) { text = try await shelf.value(from: source, fresh: fresh) } catch {
        throw ForgeError(.noToken, "Asking the tracker \(name): its token could not be read: \(error.text)")
      }
      guard let text else {
        throw ForgeError(.noToken, "Asking the tracker \(name): there is no token: \(source) is not set; set it where carrel is started.")
      }
      return SecretBytes(text)
    }.tracker()
  }
}
