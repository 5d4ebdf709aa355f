import Glibc
import Model
import Platform
import Sandbox
import Testing

/// Nothing survives its sandbox. What lives is seen by a pipe that all of it holds: its end of file is the proof that nobody is left.
@Suite(
  .timeLimit(.minutes(15)),
  .enabled("isolated sandboxes do not work on this machine") { await SandboxProbe.run(bwrap: Box.bwrap).isAvailable }
)
struct LifelineTests {
  /// Daemons in sessions of their own that ignore what can be ignored and close nothing: they hold the standard output.
  private let daemons = """
    for i in 1 2 3 4 5; do
      (trap '' TERM HUP INT; setsid sh -c 'trap "" TERM HUP INT; (while :; do sleep 1000; done) & exit' & ) &
    done; wait
    """

  @Test(arguments: [SandboxSummary.Level.isolated, .none]) func daemonsEndWithTheProgram(level: SandboxSummary.Level) async throws {
    let box = try Box()
    box.profile.level = level
    let process = try box.spawn(box.shell(daemons + "; echo ready; exit 5"))
    let printed = await readAll(process.child.output)
    #expect(String(decoding: printed, as: UTF8.self) == "ready\n")
    #expect(await process.child.wait() == .code(5))
  }

  @Test(arguments: [SandboxSummary.Level.isolated, .none]) func daemonsEndWithTheCut(level: SandboxSummary.Level) async throws {
    let box = try Box()
    box.profile.level = level
    let process = try box.spawn(box.shell("trap '' TERM; " + daemons + "; echo ready; sleep 1000"))
    #expect(await process.child.output.next() == Array("ready\n".utf8))
    await process.kill()
    #expect(await process.child.output.next() == nil)
  }

  /// A process of its own starts sandboxes and kills itself -9, once they run or right after the spawn. All that was inside holds the
  /// writing end of a named pipe.
  @Test(arguments: [SandboxSummary.Level.isolated, .none], [true, false])
  func everythingEndsWhenTheHolderIsKilled(level: SandboxSummary.Level, atOnce: Bool) async throws {
    let box = try Box()
    box.profile.level = level
    let path = "\(box.root)/heartbeat"
    mkfifo(path, 0o600)
    let reading = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(reading) }
    for _ in 0..<(atOnce ? 5 : 1) {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [
          root = box.root as String, level = level as SandboxSummary.Level, atOnce = atOnce as Bool, path = path as String,
          script = daemons as String
        ] in
        let writing = open(path, O_WRONLY | O_CLOEXEC)
        var profile = SandboxProfile(workspace: "\(root)/ws", home: "\(root)/home")
        profile.level = level
        var command = ProcessCommand("/bin/sh", ["-c", script + "; echo ready; sleep 1000"])
        command.extraDescriptors = [9: writing]
        let warden = try Box.findWarden()
        var processes: [SandboxedProcess] = []
        for _ in 0..<10 { processes.append(try SandboxedProcess.spawn(command, in: profile, warden: warden, bwrap: Box.bwrap)) }
        if !atOnce {
          for process in processes {
            let first = await process.child.output.next()
            precondition(first == Array("ready\n".utf8))
          }
        }
        kill(getpid(), SIGKILL)
      }
      await nobodyHolds(reading)
    }
  }

  /// A process that has just begun so many sandboxes is killed -9, 0 to 60 ms after the first of them: 200 in all, or `CARREL_KILLS` times ten. Nobody holds the
  /// heartbeat afterwards, and no bubblewrap lives.
  @Test(arguments: [SandboxSummary.Level.isolated, .none])
  func aHolderThatIsKilledAtAnyMomentLeavesNothing(level: SandboxSummary.Level) async throws {
    let box = try Box()
    let path = "\(box.root)/heartbeat"
    mkfifo(path, 0o600)
    let reading = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(reading) }
    let rounds = Environment.current["CARREL_KILLS"].flatMap { Int($0) } ?? 20
    for round in 0..<rounds {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [root = box.root as String, level = level as SandboxSummary.Level, path = path as String, wait = (round * 7919) % 61 as Int] in
        let writing = open(path, O_WRONLY | O_CLOEXEC)
        var profile = SandboxProfile(workspace: "\(root)/ws", home: "\(root)/home")
        profile.level = level
        var command = ProcessCommand("/bin/sh", ["-c", "(setsid sleep 1000 &); sleep 1000"])
        command.extraDescriptors = [9: writing]
        let warden = try Box.findWarden()
        var processes: [SandboxedProcess] = []
        let begun = ContinuousClock.now
        for _ in 0..<10 { processes.append(try SandboxedProcess.spawn(command, in: profile, warden: warden, bwrap: Box.bwrap)) }
        let left = Duration.milliseconds(wait) - (ContinuousClock.now - begun)
        if left > .zero { try? await pause(for: left) }
        withExtendedLifetime(processes) { _ = kill(getpid(), SIGKILL) }
      }
      await nobodyHolds(reading)
    }
  }

  /// Waits until the last process that holds the writing end of a pipe is gone.
  private func nobodyHolds(_ reading: Int32) async {
    await runBlocking {
      var watched = pollfd(fd: reading, events: 0, revents: 0)
      while poll(&watched, 1, -1) < 0 {}
    }
  }
}
