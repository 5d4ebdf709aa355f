package import Model

/// Why the store could not do something. Every case reads as a whole sentence: what we were doing, what happened, what the operator can do.
package enum StorageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The store lies on a file system of another machine, on which SQLite's write-ahead log is not safe.
  case networkFileSystem(path: String, kind: String)
  /// The file was written by a newer Carrel.
  case newerSchema(path: String, found: Int, ours: Int)
  /// The file is a database, but not a store of ours.
  case foreign(path: String)
  /// The disk (or the quota) is full. Nothing of the change was kept.
  case full(doing: String)
  /// Another process held the store for longer than the busy time-out.
  case busy(doing: String)
  /// The file's contents make no sense.
  case corrupt(doing: String, reason: String)
  /// Anything else that SQLite or the system said.
  case failed(doing: String, reason: String)
  /// There is no such task.
  case unknownTask(TaskID)
  /// The store was closed before.
  case closed

  /// One sentence for the operator: what we were doing, what happened, what can be done.
  package var text: String {
    switch self {
    case .networkFileSystem(let path, let kind):
      "The store \(path) was not opened: it lies on \(kind), where SQLite's log is not safe. Set CARREL_STATE_DIR to a directory on a local disk."
    case .newerSchema(let path, let found, let ours):
      "The store \(path) was not opened: a newer Carrel wrote it (format \(found), this one knows up to \(ours)). Run the newer Carrel, or set CARREL_STATE_DIR to another directory."
    case .foreign(let path):
      "The store \(path) was not opened: it is a database of another program. Move it away, or set CARREL_STATE_DIR to another directory."
    case .full(let doing):
      "The disk is full: \(doing) was not possible, and nothing of it was kept. Free some space and try again."
    case .busy(let doing):
      "The store is in use by another process: \(doing) was not possible. End the other process and try again."
    case .corrupt(let doing, let reason):
      "The store is damaged: \(doing) was not possible (\(reason)). Start the service again; it sets the damaged file aside and says where."
    case .failed(let doing, let reason):
      "The store failed: \(doing) was not possible (\(reason)). Look at the disk and the rights of the state directory, then try again."
    case .unknownTask(let id):
      "There is no task \(id)."
    case .closed:
      "The store is closed; start the service again."
    }
  }

  /// The sentence.
  package var description: String { text }
}
