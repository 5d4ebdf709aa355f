internal import Synchronization

/// What workspaces take, by their source, as far as one was made before: for the queue, which asks often and may not wait.
final class FootprintLedger: Sendable {
  private struct Contents {
    var byMirror: [String: DiskRoom] = [:]
    var bySource: [String: DiskRoom] = [:]
  }

  private let contents: Mutex<Contents>

  /// A ledger with what is known of mirrors.
  init(_ byMirror: [String: DiskRoom], sourceOf: (String) -> String?) {
    var known = Contents(byMirror: byMirror)
    for (mirror, room) in byMirror { if let source = sourceOf(mirror) { known.bySource[source] = room } }
    contents = Mutex(known)
  }

  /// Notes what a workspace of a source takes.
  func note(_ room: DiskRoom, of mirror: String, source: String) {
    contents.withLock { contents in
      if contents.bySource.count > 2000 { contents = Contents() }
      contents.byMirror[mirror] = room
      contents.bySource[source] = room
    }
  }

  /// What a workspace of a source takes; nil: not known yet.
  func room(of source: String) -> DiskRoom? { contents.withLock { $0.bySource[source] } }
}
