package import Platform

/// A port on the loopback inside a sandbox behind which this process answers: the only way out of a network namespace. The listening socket is made by the
/// warden before the program starts, so that no connection comes too early.
package struct SandboxDoor: Sendable {
  /// The port inside, unique among a sandbox's doors (at most eight).
  package var port: UInt16
  /// Who answers.
  package var keeper: any SandboxDoorKeeper

  /// A door.
  package init(port: UInt16, keeper: any SandboxDoorKeeper) {
    self.port = port
    self.keeper = keeper
  }
}

/// Answers behind a door of one sandbox.
package protocol SandboxDoorKeeper: Sendable {
  /// Takes the listening, non-blocking TCP socket over and begins to accept. Called at most once, from any isolation; must not block.
  func open(_ listener: OwnedDescriptor)

  /// The keeper for one more sandbox: an agent that is a new process each turn goes through its doors several times, and the end of one of its sandboxes is not that
  /// of the next. Called once for each start.
  func forSandbox() -> any SandboxDoorKeeper

  /// The sandbox is gone: stop accepting, end all connections, close the listener. May be called without `open` and more than once.
  func close()
}

/// What holds unless a keeper says otherwise.
extension SandboxDoorKeeper {
  /// Itself: a keeper for one sandbox.
  package func forSandbox() -> any SandboxDoorKeeper { self }
}
