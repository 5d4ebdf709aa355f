internal import Platform

/// The writing end of the pipe that a sandbox lives on. Only this process holds it: when it is cut, dropped, or this process ends in
/// whatever way, the warden sees the hang-up and everything inside ends.
package final class Lifeline: Sendable {
  private let writing: OwnedDescriptor

  init(writing: OwnedDescriptor) { self.writing = writing }

  /// Sends a signal to the process group of the program inside. Nothing happens when it has ended.
  package func signal(_ number: Int32) { _ = writing.write([UInt8(truncatingIfNeeded: number)]) }

  /// Ends everything inside at once (SIGKILL).
  package func cut() { writing.close() }
}
