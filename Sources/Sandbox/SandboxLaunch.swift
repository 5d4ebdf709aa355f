package import Platform

/// A command that runs in a sandbox once it is spawned, and the line that keeps the sandbox alive.
package struct SandboxLaunch: Sendable {
  /// The command to spawn, once.
  package let command: ProcessCommand
  /// What the sandbox lives on: hold it as long as the sandbox is wanted.
  package let lifeline: Lifeline
  /// What the command's descriptors refer to; needed until the spawn is done.
  private let descriptors: [OwnedDescriptor]

  init(command: ProcessCommand, lifeline: Lifeline, descriptors: [OwnedDescriptor]) {
    self.command = command
    self.lifeline = lifeline
    self.descriptors = descriptors
  }

  /// Starts it.
  /// - Throws: `SandboxError.platform`.
  package func spawn() throws(SandboxError) -> ChildProcess {
    do throws(PlatformError) {
      let child = try ChildProcess.spawn(command)
      for descriptor in descriptors { descriptor.close() }
      return child
    } catch {
      throw .platform(error)
    }
  }
}
