internal import Glibc

/// The writing end of a child's pipe. Writes are whole and in the order they were asked for.
final class ProcessInput: Sendable {
  private let watch: Watch
  private let turnstile = Turnstile()

  init(owning fd: Int32) { watch = Watch(owning: fd) }

  /// Writes all the bytes, waiting while the child does not read.
  func write(_ bytes: [UInt8]) async throws(PlatformError) {
    await turnstile.enter()
    defer { turnstile.leave() }
    var offset = 0
    while offset < bytes.count {
      if Task.isCancelled { throw .io(doing: "writing to the child's input", reason: "the work was given up") }
      let done = watch.write(bytes, from: offset, socket: false)
      if done < 0 { throw .io(doing: "writing to the child's input", reason: PlatformError.reason(Int32(truncatingIfNeeded: -done))) }
      offset += done
      if done == 0 { await watch.writable() }
    }
  }

  /// Closes after the writes that were asked for before.
  func closeAfterWrites() async {
    await turnstile.enter()
    watch.close()
    turnstile.leave()
  }

  /// Closes at once.
  func close() { watch.close() }
}
