internal import Glibc
package import Platform

/// A program that runs in a sandbox. Dropping this object ends everything inside, as does the end of this process.
package final class SandboxedProcess: Sendable {
  /// What to read from, write to and wait for. Its exit is the program's own, with 128 + number where a signal ended it. When its end is
  /// noticed, nothing inside runs any more.
  package let child: ChildProcess
  private let lifeline: Lifeline

  private init(child: ChildProcess, lifeline: Lifeline, doors: [SandboxDoor]) {
    self.child = child
    self.lifeline = lifeline
    guard !doors.isEmpty else { return }
    Task {
      for _ in doors {
        guard let (socket, port) = await lifeline.listener() else { break }
        doors.first { $0.port == port }?.keeper.open(socket)
      }
      _ = await child.wait()
      for door in doors { door.keeper.close() }
    }
  }

  /// Starts a command in a profile. Its doors are kept as long as anything inside runs.
  /// - Throws: `SandboxError`. What bubblewrap itself cannot do comes later, on the child's standard error.
  package static func spawn(
    _ command: ProcessCommand, in profile: SandboxProfile, doors: [SandboxDoor] = [], warden: String, bwrap: String,
    features: SandboxFeatures = SandboxFeatures()
  ) throws(SandboxError) -> SandboxedProcess {
    let doors = doors.map { SandboxDoor(port: $0.port, keeper: $0.keeper.forSandbox()) }
    let launch = try SandboxLauncher(features: features).launch(
      command, in: profile, doors: doors.map(\.port), warden: warden, bwrap: bwrap)
    return SandboxedProcess(child: try launch.spawn(), lifeline: launch.lifeline, doors: doors)
  }

  /// Sends a signal to the program's process group inside.
  package func signal(_ number: Int32) { lifeline.signal(number) }

  /// Stops every process inside until `thaw`.
  package func freeze() { lifeline.freeze() }

  /// Lets every process inside go on.
  package func thaw() { lifeline.thaw() }

  /// Asks the program to end (SIGTERM) and ends everything inside when it has not after `grace` seconds, or when the task is cancelled.
  /// Returns when all is gone.
  @discardableResult package func end(grace: Double = 5) async -> ProcessExit {
    lifeline.signal(SIGTERM)
    let child = child
    let lifeline = lifeline
    let patience = Task {
      try? await pause(for: .seconds(grace))
      lifeline.cut()
      // Only a bubblewrap that has not come to start its warden outlives the cut.
      try? await pause(for: .seconds(5))
      if !Task.isCancelled { child.signal(SIGKILL) }
    }
    let exit = await withTaskCancellationHandler {
      await child.wait()
    } onCancel: {
      lifeline.cut()
    }
    patience.cancel()
    return exit
  }

  /// Ends everything inside at once (SIGKILL) and returns when it is gone.
  @discardableResult package func kill() async -> ProcessExit { await end(grace: 0) }
}
