import Synchronization

/// Every secret that the service has seen in its life, so that none of them leaves it: what is added is taken out from then on by all redactors over this ledger,
/// also by those that are at work. Safe to use from anywhere.
package final class SecretLedger: Sendable {
  private struct Contents {
    var lasting: Set<SecretBytes> = []
    /// In the order in which they came.
    var passing: [SecretBytes] = []
    var patterns: SecretPatterns?
    var isCurrent = true
  }

  /// So many passing secrets are remembered.
  private static let passingLimit = 128

  private let contents = Mutex(Contents())

  /// An empty ledger.
  package init() {}

  /// A ledger with these secrets.
  package convenience init(_ secrets: some Sequence<String>) {
    self.init()
    add(secrets)
  }

  /// Adds secrets; those shorter than `Redactor.minimumLength` are left out.
  package func add(_ secrets: some Sequence<String>) {
    let new = secrets.filter { $0.utf8.count >= Redactor.minimumLength }.map { SecretBytes($0) }
    guard !new.isEmpty else { return }
    contents.withLock { contents in
      for secret in new where contents.lasting.insert(secret).inserted { contents.isCurrent = false }
    }
  }

  /// Adds a secret.
  package func add(_ secret: SecretBytes) {
    guard secret.count >= Redactor.minimumLength else { return }
    contents.withLock { contents in
      if contents.lasting.insert(secret).inserted { contents.isCurrent = false }
    }
  }

  /// Adds a secret that is replaced by another one before long, such as the token of a session: of these the last 128 are remembered.
  package func add(passing secret: SecretBytes) {
    guard secret.count >= Redactor.minimumLength else { return }
    contents.withLock { contents in
      guard !contents.lasting.contains(secret), !contents.passing.contains(secret) else { return }
      contents.passing.append(secret)
      if contents.passing.count > Self.passingLimit { contents.passing.removeFirst() }
      contents.isCurrent = false
    }
  }

  /// How many secrets there are.
  package var count: Int { contents.withLock { $0.lasting.count + $0.passing.count } }

  /// Bytes of memory that the search takes.
  package var size: Int { patterns?.size ?? 0 }

  /// What is searched for now.
  var patterns: SecretPatterns? {
    contents.withLock { contents in
      if !contents.isCurrent {
        contents.patterns = SecretPatterns(Array(contents.lasting) + contents.passing)
        contents.isCurrent = true
      }
      return contents.patterns
    }
  }
}
