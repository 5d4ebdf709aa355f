package import Secrets
internal import Synchronization

/// The values that clients handed over: named credentials and `SSH_AUTH_SOCK`; and whoever else knows a secret. In memory only, never logged, gone with the
/// process. What it ever gave out as a secret is in its ledger, for redaction.
package final class CredentialShelf: Sendable {
  private enum Value: Hashable {
    case plain(String)
    case secret(SecretBytes)

    var text: String {
      switch self {
      case .plain(let text): text
      case .secret(let secret): secret.text
      }
    }
  }

  private struct Contents {
    var values: [String: Value] = [:]
    var revision = 0
  }

  /// Every secret that was seen.
  package let ledger: SecretLedger
  /// Who is asked for what lies in the vault; nil: none is configured.
  package let vault: VaultSession?
  private let names: Set<String>
  private let contents = Mutex(Contents())

  /// An empty shelf.
  /// - Parameters:
  ///   - names: variables whose values are secrets, besides those whose names say so.
  ///   - ledger: where secrets are added.
  ///   - vault: who is asked for what lies in the vault.
  package init(secrets names: Set<String> = [], ledger: SecretLedger = SecretLedger(), vault: VaultSession? = nil) {
    self.names = names
    self.ledger = ledger
    self.vault = vault
  }

  /// Takes a client's values.
  /// - Returns: the names whose value is new or different.
  package func put(_ new: [String: String]) -> Set<String> {
    let incoming = new.map { name, text -> (String, Value) in
      isSecret(name) ? (name, .secret(SecretBytes(text))) : (name, .plain(text))
    }
    for case (_, .secret(let secret)) in incoming { ledger.add(secret) }
    return contents.withLock { known in
      var changed = Set<String>()
      for (name, value) in incoming where known.values[name] != value {
        known.values[name] = value
        changed.insert(name)
      }
      if !changed.isEmpty { known.revision += 1 }
      return changed
    }
  }

  private func isSecret(_ name: String) -> Bool { names.contains(name) || SecretName.isSecret(variable: name) }

  /// A value.
  package func value(_ name: String) -> String? { contents.withLock { $0.values[name] }?.text }

  /// All of them.
  package var all: [String: String] { contents.withLock { $0.values }.mapValues(\.text) }

  /// Grows with every change: whoever failed with an older one has proved nothing about the present values.
  package var revision: Int { contents.withLock { $0.revision } }

  /// What a source gives now; nil when it is a variable that no client has set. With `fresh` nothing that was kept from an earlier time is given.
  /// - Throws: `SecretError`, for a source that gives nothing.
  package func value(from source: CredentialSource, fresh: Bool = false) async throws(SecretError) -> String? {
    guard let secret = try await source.secret(clientVariables: all, vault: vault, fresh: fresh) else { return nil }
    ledger.add(secret)
    return secret.text
  }
}
