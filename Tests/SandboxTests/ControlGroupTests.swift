import FoundationEssentials
import Glibc
import Model
import Platform
import Testing

@testable import Sandbox

/// Limits by control groups: those of this machine really, the others against files and programs that stand in for them.
@Suite(.timeLimit(.minutes(15))) struct ControlGroupTests {
  /// What this machine has. Its groups are those of this test alone.
  private func here(_ box: Box) async -> ControlGroups { await ControlGroups.probe(owner: box.root, warden: box.warden) }

  /// Groups of ours that are there now.
  private func left(_ groups: ControlGroups) -> [String] {
    guard case .legacy(let parents) = groups.means else { return [] }
    return parents.values.flatMap { parent in ((try? Files.list(parent)) ?? []).filter { $0.hasPrefix(groups.prefix) } }
  }

  @Test func memoryIsLimitedByTheKernel() async throws {
    let box = try Box()
    box.features.groups = await here(box)
    guard box.features.groups.holds(.memory), box.features.groups.words != "a systemd scope" else {
      print("skipped: there is no memory control group here")
      return
    }
    box.profile.limits.memoryMB = 64
    let process = try box.spawn(ProcessCommand("/usr/bin/python3", ["-c", "x = [b'x' * (1 << 20) for i in range(300)]; print('has it')"]))
    #expect(await process.child.wait() == .code(137))
    let breach = try #require(await process.breach())
    #expect(breach.endedProgram && breach.text.contains(box.features.groups.words) && breach.text.contains("64 MB"))
    #expect(left(box.features.groups).isEmpty)
  }

  @Test(arguments: [SandboxSummary.Level.isolated, .none])
  func theNumberOfProcessesIsLimitedForRootToo(level: SandboxSummary.Level) async throws {
    let box = try Box()
    box.profile.level = level
    box.features.groups = await here(box)
    guard box.features.groups.holds(.pids), box.features.isRoot else {
      print("skipped: there is no pids control group for root here")
      return
    }
    box.profile.limits.processes = 30
    let script = """
      import os, time
      count = 0
      while count < 200:
        try: child = os.fork()
        except OSError: break
        if child == 0: time.sleep(1000)
        count += 1
      print(count)
      """
    let process = try box.spawn(ProcessCommand("/usr/bin/python3", ["-c", script]))
    let count = Int(String(decoding: await readAll(process.child.output), as: UTF8.self).filter(\.isNumber)) ?? -1
    // bubblewrap, the warden and the program are among them.
    #expect((26...29).contains(count))
    _ = await process.child.wait()
    let breach = try #require(await process.breach())
    #expect(!breach.endedProgram && breach.text.contains("30 processes"))
    #expect(left(box.features.groups).isEmpty)
  }

  @Test func theCPUIsLimited() async throws {
    let box = try Box()
    let groups = await here(box)
    guard case .legacy(let parents) = groups.means, parents["cpu"] != nil else {
      print("skipped: there is no cpu control group here")
      return
    }
    let group = try #require(try groups.make(SandboxLimits(cpuPercent: 50, cpuWeight: 200), processes: false))
    let directory = try #require(group.paths.first)
    #expect(try Files.readText("\(directory)/cpu.cfs_quota_us", limit: 100) == "50000\n")
    #expect(try Files.readText("\(directory)/cpu.shares", limit: 100) == "2048\n")
    await group.remove()
    #expect(!Files.exists(directory))
  }

  @Test func whatAnEarlierServiceLeftIsFoundAndNothingElse() async throws {
    let box = try Box()
    let other = try Box()
    let groups = await here(box)
    guard case .legacy = groups.means else {
      print("skipped: there is no cgroup v1 here")
      return
    }
    let limits = SandboxLimits(processes: 10)
    let left = try #require(try groups.make(limits, processes: true))
    let strangers = try #require(try ControlGroups(means: groups.means, owner: other.root).make(limits, processes: true))
    #expect(groups.reconcile() == 1)
    #expect(left.paths.allSatisfy { !Files.exists($0) })
    #expect(strangers.paths.allSatisfy { Files.exists($0) })
    await strangers.remove()
  }

  @Test func withoutALimitThereIsNoGroup() async throws {
    let box = try Box()
    let groups = await here(box)
    #expect(try groups.make(SandboxLimits(processes: 10), processes: false) == nil)
    #expect(try ControlGroups.none.make(SandboxLimits(memoryMB: 10), processes: true) == nil)
  }

  // MARK: Stand-ins

  /// A program that stands in for systemd-run(1): notes its arguments and variables, and becomes the command.
  @Test func aScopeOfSystemdIsAskedForAsItsManualSays() async throws {
    let box = try Box()
    let stub = "\(box.root)/systemd-run"
    let script = """
      #!/bin/sh
      printf '%s\\n' "$@" > \(box.root)/asked; echo "$XDG_RUNTIME_DIR" >> \(box.root)/asked
      while [ "$1" != -- ]; do shift; done; shift
      exec "$@"
      """
    try Files.writeAtomically(Array(script.utf8), to: stub, mode: 0o755)
    let surroundings = ControlGroups.Surroundings(
      mounts: "", own: "", environment: ["XDG_RUNTIME_DIR": "/run/user/1000", "OTHER": "x"], systemdRun: stub, isRoot: false)
    let groups = await ControlGroups.probe(owner: box.root, warden: box.warden, surroundings)
    #expect(groups.words == "a systemd scope")
    box.features.groups = groups
    box.profile.level = .none
    box.profile.limits = SandboxLimits(memoryMB: 300, processes: 77, cpuPercent: 150, cpuWeight: 20)
    let (exit, text) = try await box.run("echo inside; env | grep -c XDG_RUNTIME_DIR")
    #expect(exit == .code(1))
    #expect(text == "inside\n0\n")
    var asked = try Files.readText("\(box.root)/asked", limit: 10_000).split(separator: "\n").map(String.init)
    let unit = try #require(asked.firstIndex { $0.hasPrefix("--unit=carrel-") && $0.hasSuffix(".scope") })
    asked.remove(at: unit)
    let end = try #require(asked.firstIndex(of: "--"))
    #expect(
      Array(asked[..<end]) == [
        "--user", "--scope", "--quiet", "--collect", "-p", "MemoryMax=300M", "-p", "MemorySwapMax=0", "-p", "TasksMax=77", "-p",
        "CPUWeight=20", "-p", "CPUQuota=150%",
      ])
    #expect(asked.last == "/run/user/1000")
  }

  @Test func aSystemdThatRefusesIsNotUsed() async throws {
    let box = try Box()
    let stub = "\(box.root)/systemd-run"
    try Files.writeAtomically(Array("#!/bin/sh\necho 'Failed to connect to bus' >&2; exit 1\n".utf8), to: stub, mode: 0o755)
    let surroundings = ControlGroups.Surroundings(
      mounts: "", own: "", environment: ["XDG_RUNTIME_DIR": "/run/user/1000"], systemdRun: stub, isRoot: false)
    #expect(await ControlGroups.probe(owner: box.root, warden: box.warden, surroundings) == ControlGroups(means: .none, owner: box.root))
  }

  /// A directory of plain files stands in for a delegated cgroup v2.
  @Test func aDelegatedGroupIsGivenOnAndUsed() async throws {
    let box = try Box()
    let own = "\(box.root)/unified/user.slice/carrel.service"
    try Files.makeDirectory(own)
    try Files.writeAtomically(Array("cpuset cpu io memory pids\n".utf8), to: "\(own)/cgroup.controllers")
    try Files.writeAtomically(Array("\n".utf8), to: "\(own)/cgroup.subtree_control")
    let surroundings = ControlGroups.Surroundings(
      mounts: "30 24 0:26 / \(box.root)/unified rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n",
      own: "0::/user.slice/carrel.service\n",
      environment: [:], systemdRun: nil, isRoot: false)
    let groups = await ControlGroups.probe(owner: box.root, warden: box.warden, surroundings)
    #expect(groups.means == .unified(parent: own, controllers: ["cpu", "memory", "pids"]))
    #expect(try Files.readText("\(own)/carrel-service/cgroup.procs", limit: 100) == "0")
    #expect(try Files.readText("\(own)/cgroup.subtree_control", limit: 100) == "+cpu +memory +pids")
    let group = try #require(
      try groups.make(SandboxLimits(memoryMB: 300, processes: 77, cpuPercent: 150, cpuWeight: 20), processes: true))
    let directory = try #require(group.paths.first)
    #expect(group.paths.count == 1)
    for (file, value) in [
      ("memory.max", "314572800"), ("memory.swap.max", "0"), ("pids.max", "77"), ("cpu.max", "150000 100000"), ("cpu.weight", "20"),
    ] {
      #expect(try Files.readText("\(directory)/\(file)", limit: 100) == value)
    }
    let result = try await ProcessRunner.run(
      group.entered(by: ProcessCommand("/bin/true"), warden: box.warden, free: 3), timeoutSeconds: 60)
    #expect(result.exit.isSuccess)
    #expect(try Files.readText("\(directory)/cgroup.procs", limit: 100) == "0")
    // Its counters tell of what was come up against.
    try Files.writeAtomically(Array("low 0\nmax 7\noom 1\noom_kill 1\n".utf8), to: "\(directory)/memory.events")
    #expect(group.breach(exit: .code(137))?.endedProgram == true)
    #expect(group.breach(exit: .code(0))?.endedProgram == false)
  }

  @Test func aGroupThatIsNotDelegatedIsNotUsed() async throws {
    let box = try Box()
    try Files.makeDirectory("\(box.root)/unified/session.scope")
    try Files.writeAtomically([], to: "\(box.root)/unified/session.scope/cgroup.controllers")
    let surroundings = ControlGroups.Surroundings(
      mounts: "30 24 0:26 / \(box.root)/unified rw - cgroup2 cgroup2 rw\nnonsense\n31 24 0:27 / /nowhere rw - cgroup cgroup rw,memory\n",
      own: "0::/session.scope\n4:memory:/\n", environment: [:], systemdRun: nil, isRoot: false)
    #expect(await ControlGroups.probe(owner: box.root, warden: box.warden, surroundings).means == .none)
    #expect(try Files.list("\(box.root)/unified/session.scope") == ["cgroup.controllers"])
  }
}
