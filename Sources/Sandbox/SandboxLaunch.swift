package import Platform

/// A command that runs in a sandbox once it is spawned, and the line that keeps the sandbox alive.
package struct SandboxLaunch: Sendable {
  /// The command to spawn, once.
  package let command: ProcessCommand
  /// What the sandbox lives on: hold it as long as the sandbox is wanted.
  package let lifeline: Lifeline
  /// The control group that its processes are in, if one was made: to be removed when the sandbox is gone.
  package let group: ControlGroup?
  /// What the command's descriptors refer to; needed until the spawn is done.
  private let descriptors: [OwnedDescriptor]

  init(command: ProcessCommand, lifeline: Lifeline, descriptors: [OwnedDescriptor], group: ControlGroup? = nil) {
    self.command = command
    self.group = group
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

  /// The same in a control group.
  func entering(_ group: ControlGroup, warden: String) -> SandboxLaunch {
    let free = max(2, command.extraDescriptors.keys.max() ?? 2) + 1
    return SandboxLaunch(
      command: group.entered(by: command, warden: warden, free: free), lifeline: lifeline, descriptors: descriptors, group: group)
  }
}
