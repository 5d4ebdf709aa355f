import Glibc
import Model
import Platform
import Testing

@testable import Sandbox

/// What a sandbox's processes use together is bounded.
@Suite(
  .timeLimit(.minutes(15)),
  .enabled("isolated sandboxes do not work on this machine") { await SandboxProbe.run(bwrap: Box.bwrap).isAvailable },
  .enabled("there is no /usr/bin/python3") { Files.exists("/usr/bin/python3") }
)
struct LimitTests {
  /// Forks until it is refused, holds what it has, says how many, and waits.
  private static let bomb = """
    import os, sys, time
    count = 0
    while True:
      try:
        child = os.fork()
      except OSError:
        break
      if child == 0:
        time.sleep(1000)
      count += 1
      if count > 2000: break
    print(count, flush=True)
    sys.stdin.read()
    """

  /// Two at once, of one user: each has its own count.
  @Test func aForkBombIsBoundedInEachSandboxByItself() async throws {
    let boxes = [try Box(), try Box()]
    var running: [(child: ChildProcess, launch: SandboxLaunch)] = []
    var counts: [Int] = []
    for box in boxes {
      box.profile.limits.processes = 40
      var command = box.python(Self.bomb)
      command.input = .pipe
      let started = try box.spawnUnprivileged(command)
      running.append(started)
      let first = await started.child.output.next() ?? []
      counts.append(Int(String(decoding: first, as: UTF8.self).filter(\.isNumber)) ?? -1)
    }
    // The warden and the program are two of the forty; both bombs are held at this moment.
    #expect(counts == [38, 38])
    for one in running {
      one.launch.lifeline.cut()
      _ = await one.child.wait()
    }
  }

  @Test func theLimitCannotBeRaisedInside() async throws {
    let box = try Box()
    box.profile.limits.processes = 40
    let script = """
      import resource
      try:
        resource.setrlimit(resource.RLIMIT_NPROC, (400, 400)); print("raised")
      except ValueError as error: print("refused")
      print(resource.getrlimit(resource.RLIMIT_CORE))
      """
    let started = try box.spawnUnprivileged(box.python(script))
    #expect(String(decoding: await readAll(started.child.output), as: UTF8.self) == "refused\n(0, 0)\n")
    _ = await started.child.wait()
    _ = started.launch
  }

  @Test func scratchSpaceIsBounded() async throws {
    let box = try Box()
    box.profile.limits.temporaryMB = 4
    let (_, text) = try await box.run(
      "for d in /tmp /var/tmp /dev/shm; do head -c 8000000 /dev/zero > $d/big 2>/dev/null; stat -c %s $d/big; done; echo ok > $HOME/file && cat $HOME/file"
    )
    let sizes = text.split(separator: "\n").compactMap { Int($0) }
    #expect(sizes.count == 3 && sizes.allSatisfy { $0 <= 4 << 20 && $0 > 3 << 20 })
    #expect(text.hasSuffix("ok\n"))
  }

  @Test(arguments: [SandboxSummary.Level.isolated, .none]) func filesAreBounded(level: SandboxSummary.Level) async throws {
    let box = try Box()
    box.profile.level = level
    box.profile.limits.fileMB = 1
    let (_, text) = try await box.run("trap '' XFSZ; head -c 3000000 /dev/zero > big 2>/dev/null; stat -c %s big")
    #expect(text == "1048576\n")
  }

  /// Takes memory, all of it touched, and says when it has it.
  private static func taking(megabytes: Int) -> String {
    "import sys, time\nx = []\nfor i in range(\(megabytes)): x.append(b'x' * (1 << 20))\nprint('has it', flush=True)\ntime.sleep(1000)\n"
  }

  /// Where no control group is to be had.
  @Test func theWatchdogEndsWhatUsesTooMuchMemory() async throws {
    let box = try Box()
    try #require(box.features.watchesMemory, "this kernel does not tell a process's children")
    box.profile.limits.memoryMB = 100
    let process = try box.spawn(
      box.python("import os\nif os.fork() == 0:\n  " + Self.taking(megabytes: 300).replacing("\n", with: "\n  ") + "\nos.wait()\n"))
    let exit = await process.child.wait()
    let breach = try #require(await process.breach())
    #expect(exit == .code(137))
    #expect(breach.endedProgram)
    #expect(breach.text.contains("more than 100 MB") && breach.text.contains("watchdog") && breach.text.contains("memory_mb"))
  }

  @Test func whoStaysBelowTheLimitIsLeftAlone() async throws {
    let box = try Box()
    box.profile.limits.memoryMB = 1000
    let process = try box.spawn(box.shell("exit 3"))
    #expect(await process.child.wait() == .code(3))
    #expect(await process.breach() == nil)
  }

  @Test func whatIsUsedIsMeasuredOverAllDescendants() async throws {
    let box = try Box()
    let process = try box.spawn(box.shell("sleep 1000 & sleep 1000 & echo ready; wait"))
    _ = await process.child.output.next()
    let tree = MemoryWatch.tree(of: process.child.pid)
    // bubblewrap, the warden, the shell and two sleepers.
    #expect(tree.count == 5)
    #expect(MemoryWatch.bytes(of: tree, limit: 1 << 40) > 1 << 20)
    #expect(MemoryWatch.bytes(of: tree, limit: 0) > 100_000)
    #expect(MemoryWatch.bytes(of: [-1, 0x7FFF_FFFF], limit: 0) == 0)
    await process.kill()
  }

  @Test func wordsSayWhatIsInForce() {
    var features = SandboxFeatures()
    features.isRoot = false
    let limits = SandboxLimits(memoryMB: 4096, processes: 512, cpuPercent: 150, cpuWeight: 50)
    features.groups = ControlGroups(means: .legacy(parents: ["memory": "/m", "cpu": "/c"]), owner: "x")
    #expect(
      features.words(for: limits, isolated: true)
        == ["memory 4 GB by cgroup v1", "512 processes", "CPU 150 %, CPU weight 50 by cgroup v1", "scratch 512 MB"])
    features.groups = .none
    #expect(
      features.words(for: limits, isolated: false) == ["memory 4 GB by a watchdog", "no process limit here", "no CPU limit here"])
    features.watchesMemory = false
    features.isRoot = true
    #expect(features.words(for: limits, isolated: true)[0...1] == ["no memory limit here", "no process limit here"])
    #expect(SandboxFeatures().words(for: SandboxLimits(), isolated: false) == ["no memory limit"])
  }
}
