internal import Model
internal import Synchronization

/// Why changed files are sensitive, by what was compared: blobs never change, so that each is looked through once.
final class SensitiveMemory: Sendable {
  /// What decides about a file.
  struct Key: Hashable {
    var path: TreePath
    var oldPath: TreePath?
    var modes: String
    var blobs: String

    init(_ entry: DiffTreeOutput.Entry) {
      path = entry.path
      oldPath = entry.oldPath
      modes = "\(entry.status)\(entry.oldMode)\(entry.newMode)"
      blobs = entry.oldBlob + entry.newBlob
    }
  }

  private let known = Mutex<[Key: [SensitiveReason]]>([:])

  /// What is known of these.
  func reasons(_ keys: [Key]) -> [[SensitiveReason]?] { known.withLock { known in keys.map { known[$0] } } }

  /// Remembers; what is no longer a part of the change is forgotten when there is too much of it.
  func keep(_ reasons: [Key: [SensitiveReason]], of keys: Set<Key>) {
    known.withLock { known in
      if known.count > 2 * keys.count + 10_000 { known = known.filter { keys.contains($0.key) } }
      known.merge(reasons) { _, new in new }
    }
  }
}
