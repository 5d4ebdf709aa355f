internal import Glibc
package import Platform
internal import Synchronization

/// A program that runs in a sandbox. Dropping this object ends everything inside, as does the end of this process.
package final class SandboxedProcess: Sendable {
  /// What to read from, write to and wait for. Its exit is the program's own, with 128 + number where a signal ended it. When its end is
  /// noticed, nothing inside runs any more.
  package let child: ChildProcess
  private let lifeline: Lifeline
  private let isFrozen = Mutex(false)
  /// Clears up after the end; gives what limit was come up against.
  private let ending: Task<SandboxBreach?, Never>

  private init(_ launch: SandboxLaunch, child: ChildProcess, doors: [SandboxDoor], limits: SandboxLimits, watched: Bool) {
    self.child = child
    lifeline = launch.lifeline
    let group = launch.group
    let watching = watched ? Self.watch(child, launch.lifeline, limits) : nil
    // Not `self`: dropping it is what ends the sandbox.
    ending = Task {
      let exit = await child.wait()
      for door in doors { door.keeper.close() }
      watching?.cancel()
      let seen = await watching?.value
      guard let group else { return seen ?? nil }
      let counted = await runBlocking { group.breach(exit: exit) }
      await group.remove()
      return (seen ?? nil) ?? counted
    }
    guard !doors.isEmpty else { return }
    let lifeline = launch.lifeline
    Task {
      for _ in doors {
        guard let (socket, port) = await lifeline.listener() else { break }
        doors.first { $0.port == port }?.keeper.open(socket)
      }
      // One that came when all was over already.
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
    let child: ChildProcess
    do throws(SandboxError) { child = try launch.spawn() } catch {
      if let group = launch.group { Task { await group.remove() } }
      throw error
    }
    let isWatched = profile.limits.memoryMB > 0 && !features.groups.holds(.memory) && features.watchesMemory
    return SandboxedProcess(launch, child: child, doors: doors, limits: profile.limits, watched: isWatched)
  }

  /// Looks once a second at what all processes inside use, and ends them when it is too much.
  private static func watch(_ child: ChildProcess, _ lifeline: Lifeline, _ limits: SandboxLimits) -> Task<SandboxBreach?, Never> {
    let pid = child.pid
    let limit = limits.memoryMB << 20
    return Task {
      while (try? await pause(for: .seconds(1))) != nil {
        let used = await runBlocking { MemoryWatch.bytes(of: MemoryWatch.tree(of: pid), limit: limit) }
        guard used > limit, !Task.isCancelled else { continue }
        lifeline.cut()
        return .memory(limits, by: "the watchdog", endedProgram: true)
      }
      return nil
    }
  }

  /// The limit that was come up against, once the program has ended and all is cleared up; nil when none was.
  package func breach() async -> SandboxBreach? { await ending.value }

  /// Sends a signal to the program's process group inside.
  package func signal(_ number: Int32) { lifeline.signal(number) }

  /// Stops every process inside until `thaw`.
  package func freeze() {
    isFrozen.withLock { $0 = true }
    lifeline.freeze()
  }

  /// Lets every process inside go on.
  package func thaw() {
    isFrozen.withLock { $0 = false }
    lifeline.thaw()
  }

  /// Asks the program to end (SIGTERM) and ends everything inside when it has not after `grace` seconds, or when the task is cancelled. What is frozen goes on
  /// for that. Returns when all is gone.
  @discardableResult package func end(grace: Double = 5) async -> ProcessExit {
    if isFrozen.withLock({ $0 }), grace > 0 { thaw() }
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
