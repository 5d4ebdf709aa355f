internal import Glibc

/// One inotify instance (inotify(7)): tells which names in watched directories changed. The machine gives a user 128 instances and so many watches, so a
/// process has one for everything. Any thread; nothing here waits.
package final class DirectoryWatcher: Sendable {
  /// Something that happened in a watched directory.
  package struct Event: Hashable, Sendable {
    /// What happened.
    package enum Kind: Hashable, Sendable {
      /// A name appeared, vanished, or what it stands for changed.
      case changed
      /// The watch is no more: the directory is gone, or `remove` was called.
      case ended
      /// The kernel's queue was full: anything may have happened anywhere.
      case overflow
    }

    /// Which watch; -1 for an overflow.
    package var watch: Int32
    /// The name in the directory, without a slash; empty for the directory itself.
    package var name: [UInt8]
    /// Whether the name stands, or stood, for a directory that came or went (a link to one counts as a file).
    package var isTree: Bool
    /// Whether the name stands for a directory.
    package var isDirectory: Bool
    /// What happened.
    package var kind: Kind
  }

  /// Why a directory is not watched.
  package enum Refusal: Error, Hashable, Sendable {
    /// The user's number of watches (`fs.inotify.max_user_watches`), or memory, is used up.
    case limit
    /// It is gone, or no directory.
    case gone
  }

  private static let interest = UInt32(
    IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR | IN_EXCL_UNLINK)

  private let watch: Watch

  /// An instance that watches nothing yet.
  /// - Throws: `PlatformError.io` when the user's instances (`fs.inotify.max_user_instances`) are used up.
  package init() throws(PlatformError) {
    let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else { throw .io(doing: "watching directories", reason: PlatformError.reason(errno)) }
    watch = Watch(owning: descriptor)
  }

  /// Watches the directory that a descriptor stands for, whatever its path leads to by now: no link is followed. A directory that is watched already keeps its
  /// number.
  /// - Throws: `Refusal`.
  package func add(_ directory: Int32) throws(Refusal) -> Int32 {
    let answer = watch.withDescriptor { fd -> Int32 in
      let number = inotify_add_watch(fd, "/proc/self/fd/\(directory)", DirectoryWatcher.interest)
      return number >= 0 ? number : -errno
    }
    guard let answer else { throw .gone }
    if answer >= 0 { return answer }
    throw answer == -ENOSPC || answer == -ENOMEM ? .limit : .gone
  }

  /// Watches a directory no longer; what was told of it before may still be read.
  package func remove(_ number: Int32) { _ = watch.withDescriptor { inotify_rm_watch($0, number) } }

  /// What happened since the last call, oldest first; at most about 30,000 events at a time.
  package func read() -> [Event] {
    var events: [Event] = []
    for _ in 0..<16 {
      guard case .bytes(let bytes) = watch.read(most: 64 << 10) else { break }
      DirectoryWatcher.parse(bytes, &events)
    }
    return events
  }

  /// Runs the body once, on the reactor's thread, when there is something to read.
  package func onEvents(_ body: @escaping @Sendable () -> Void) { watch.onReadable(body) }

  /// Ends it; all watches are gone.
  package func close() { watch.close() }

  /// Reads `struct inotify_event`s: four words and a name padded with zeros.
  private static func parse(_ bytes: [UInt8], _ events: inout [Event]) {
    bytes.withUnsafeBytes { raw in
      var offset = 0
      while offset + 16 <= raw.count {
        let number = raw.loadUnaligned(fromByteOffset: offset, as: Int32.self)
        let mask = raw.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
        let length = Int(raw.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
        offset += 16
        guard offset + length <= raw.count else { return }
        let name = Array(raw[offset..<(offset + length)].prefix { $0 != 0 })
        offset += length
        let isDirectory = mask & UInt32(IN_ISDIR) != 0
        let cameOrWent = mask & UInt32(IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO) != 0
        let kind: Event.Kind =
          mask & UInt32(IN_Q_OVERFLOW) != 0 ? .overflow : mask & UInt32(IN_IGNORED) != 0 ? .ended : .changed
        events.append(Event(watch: number, name: name, isTree: isDirectory && cameOrWent, isDirectory: isDirectory, kind: kind))
      }
    }
  }
}
