import Glibc
import Interface
import Platform
import Synchronization

/// Watches the files that are in use, the theme's and the configuration, and tells the loop when one was saved: inotify through the reactor, so nothing
/// happens while nobody saves. Directories are watched, since editors replace a file; a link's target lies in a directory of its own.
final class SavedFiles: Sendable {
  private struct State {
    /// The names that matter, by watch.
    var names: [Int32: [[UInt8]: SavedFile]] = [:]
    var isClosed = false
  }

  private let inbox: LoopInbox
  private let watcher: DirectoryWatcher
  private let state = Mutex(State())
  /// How long a file that is being saved is left alone: editors write in several steps.
  private static let calm: Duration = .milliseconds(50)

  /// Watches nothing yet.
  /// - Throws: `PlatformError` when the machine gives no watches.
  init(_ inbox: LoopInbox) throws(PlatformError) {
    self.inbox = inbox
    watcher = try DirectoryWatcher()
    wait()
  }

  /// From now on these files; those of before no more. Files that are not there yet count too, if their directory is.
  func watch(_ files: [String], as kind: SavedFile) {
    var wanted: [String: Set<String>] = [:]
    for file in files {
      for path in Set([file, Self.target(of: file)]) {
        guard let slash = path.lastIndex(of: "/") else { continue }
        wanted[String(path[..<slash]).isEmpty ? "/" : String(path[..<slash]), default: []].insert(String(path[path.index(after: slash)...]))
      }
    }
    var added: [Int32: [[UInt8]: SavedFile]] = [:]
    for (directory, names) in wanted {
      let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      guard let number = try? watcher.add(descriptor) else { continue }
      for name in names { added[number, default: [:]][Array(name.utf8)] = kind }
    }
    let unused = state.withLock { state -> [Int32] in
      for (number, names) in state.names { state.names[number] = names.filter { $0.value != kind } }
      for (number, names) in added { state.names[number, default: [:]].merge(names) { $1 } }
      let unused = state.names.filter { $0.value.isEmpty }.map(\.key)
      for number in unused { state.names[number] = nil }
      return unused
    }
    for number in unused { watcher.remove(number) }
  }

  /// Ends it.
  func end() {
    state.withLock { $0.isClosed = true }
    watcher.close()
  }

  private static func target(of path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private func wait() {
    watcher.onEvents { [weak self] in self?.happened() }
  }

  /// Something happened in the directories: what it was is looked at when the editor is done.
  private func happened() {
    if state.withLock({ $0.isClosed }) { return }
    Task {
      try? await pause(for: Self.calm)
      let events = watcher.read()
      let saved = state.withLock { state in
        Set(events.compactMap { $0.kind == .overflow ? .configuration : state.names[$0.watch]?[$0.name] })
      }
      for kind in [SavedFile.configuration, .theme] where saved.contains(kind) { inbox.put(.saved(kind)) }
      wait()
    }
  }
}
