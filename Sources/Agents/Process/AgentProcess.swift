package import Sandbox

/// The running program of an agent, as the agent uses it: bytes in, bytes out, an end.
package protocol AgentProcess: Sendable {
  /// Writes all the bytes in the order of the calls; false when the program does not read any more.
  func write(_ bytes: [UInt8]) async -> Bool
  /// Ends its input.
  func closeInput()
  /// The next bytes of its output; nil at the end.
  func nextOutput() async -> [UInt8]?
  /// The next bytes of its standard error; nil at the end.
  func nextError() async -> [UInt8]?
  /// Ends both streams as soon as nothing is left in them, whoever still holds their other end.
  func drain()
  /// Waits until the program has ended; any number of callers.
  func wait() async -> AgentExit
  /// Asks it to end, waits so many seconds, kills it and everything it started; returns when all is gone.
  func end(grace seconds: Double) async
  /// Stops it and everything it started, until `thaw`.
  func freeze()
  /// Lets it go on.
  func thaw()
  /// The limit of its sandbox that it came up against, once it has ended; nil when it did not.
  func breach() async -> SandboxBreach?
}

extension AgentProcess {
  /// Nothing that can be stopped.
  package func freeze() {}
  /// Nothing that was stopped.
  package func thaw() {}
  /// No limits.
  package func breach() async -> SandboxBreach? { nil }
}
