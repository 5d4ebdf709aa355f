internal import Synchronization

/// The values that clients handed over: named credentials and `SSH_AUTH_SOCK`. In memory only, never logged, gone with the process.
package final class CredentialShelf: Sendable {
  private let values = Mutex<[String: String]>([:])

  /// An empty shelf.
  package init() {}

  /// Takes a client's values.
  /// - Returns: the names whose value is new or different.
  package func put(_ new: [String: String]) -> Set<String> {
    values.withLock { known in
      var changed = Set<String>()
      for (name, value) in new where known[name] != value {
        known[name] = value
        changed.insert(name)
      }
      return changed
    }
  }

  /// A value.
  package func value(_ name: String) -> String? { values.withLock { $0[name] } }

  /// All of them.
  package var all: [String: String] { values.withLock { $0 } }
}
