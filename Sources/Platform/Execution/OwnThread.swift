internal import CSystem

/// Starts threads of our own: detached, with all signals blocked that a crash does not raise.
package enum OwnThread {
  private final class Start {
    let name: String
    let body: @Sendable () -> Void
    init(name: String, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.body = body
    }
  }

  /// Runs the body on a new thread of that name (15 bytes are kept). False when the system has no thread for us.
  package static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
    let start = Unmanaged.passRetained(Start(name: name, body: body))
    let error = cs_thread_start(
      { pointer in
        guard let pointer else { return nil }
        let start = Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue()
        cs_thread_name(start.name)
        start.body()
        return nil
      }, start.toOpaque())
    if error != 0 { start.release() }
    return error == 0
  }
}
