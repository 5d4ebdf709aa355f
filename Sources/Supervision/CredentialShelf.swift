internal import Synchronization

/// The values that clients handed over: named credentials and `SSH_AUTH_SOCK`. In memory only, never logged, gone with the process.
package final class CredentialShelf: Sendable {
  private struct Contents {
    var values: [String: String] = [:]
    var revision = 0
  }

  private let contents = Mutex(Contents())

  /// An empty shelf.
  package init() {}

  /// Takes a client's values.
  /// - Returns: the names whose value is new or different.
  package func put(_ new: [String: String]) -> Set<String> {
    contents.withLock { known in
      var changed = Set<String>()
      for (name, value) in new where known.values[name] != value {
        known.values[name] = value
        changed.insert(name)
      }
      if !changed.isEmpty { known.revision += 1 }
      return changed
    }
  }

  /// A value.
  package func value(_ name: String) -> String? { contents.withLock { $0.values[name] } }

  /// All of them.
  package var all: [String: String] { contents.withLock { $0.values } }

  /// Grows with every change: whoever failed with an older one has proved nothing about the present values.
  package var revision: Int { contents.withLock { $0.revision } }
}
