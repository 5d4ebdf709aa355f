internal import Synchronization

/// What workspaces take, by their source, as far as one was made before: for the queue, which asks often and may not wait.
final class FootprintLedger: Sendable {
  private let bySource: Mutex<[String: DiskRoom]>

  /// A ledger with what is known of mirrors.
  init(_ byMirror: [String: DiskRoom], sourceOf: (String) -> String?) {
    var known: [String: DiskRoom] = [:]
    for (mirror, room) in byMirror { if let source = sourceOf(mirror) { known[source] = room } }
    bySource = Mutex(known)
  }

  /// Notes what a workspace of a source takes.
  func note(_ room: DiskRoom, of source: String) {
    bySource.withLock { known in
      if known.count > 2000 { known = [:] }
      known[source] = room
    }
  }

  /// What a workspace of a source takes; nil: not known yet.
  func room(of source: String) -> DiskRoom? { bySource.withLock { $0[source] } }
}
