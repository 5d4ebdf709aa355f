import Model
import Platform
import Sandbox

/// What a sandbox adds to the start of a program: `/bin/true`, from the spawn to its noticed end.
extension Bench {
  func sandbox() async throws {
    guard let warden = SandboxLauncher.findWarden(nextTo: place.carrel) else {
      throw BenchError("there is no carrel-warden beside \(place.carrel)")
    }
    let root = "\(place.root)/sandbox"
    for name in ["ws", "home"] { try Files.makeDirectory("\(root)/\(name)") }
    let found = await SandboxProbe.run(bwrap: "/usr/bin/bwrap", warden: warden, owner: root)
    var profile = SandboxProfile(workspace: "\(root)/ws", home: "\(root)/home")
    let command = ProcessCommand("/bin/true")
    var bare: [Double] = []
    var kinds: [(name: String, profile: SandboxProfile, times: [Double])] = []
    if found.isAvailable {
      kinds.append(("isolated", profile, []))
      profile.network = .none
      kinds.append(("isolated, no network", profile, []))
      profile.limits = SandboxLimits(memoryMB: 4096, processes: 512, cpuWeight: 100)
      if found.features.groups.holds(.memory) {
        kinds.append(("isolated, no network, limits by \(found.features.groups.words)", profile, []))
      }
    } else {
      remarks.append(found.text)
    }
    profile.limits = SandboxLimits()
    profile.level = .files
    if found.features.landlock > 0 { kinds.append(("files", profile, [])) }
    // In turn, so that what else the machine does falls on all alike.
    for round in 0..<110 {
      let begun = ContinuousClock.now
      _ = await (try ChildProcess.spawn(command)).wait()
      if round >= 10 { bare.append(Self.milliseconds(begun)) }
      for index in kinds.indices {
        let begun = ContinuousClock.now
        let process = try SandboxedProcess.spawn(
          command, in: kinds[index].profile, warden: warden, bwrap: "/usr/bin/bwrap", features: found.features)
        guard await process.child.wait() == .code(0) else { throw BenchError("a sandbox (\(kinds[index].name)) did not work") }
        if round >= 10 { kinds[index].times.append(Self.milliseconds(begun)) }
        _ = await process.breach()
      }
    }
    let plain = Sample(bare)
    for kind in kinds {
      let sample = Sample(kind.times)
      figures.append(
        Figure(
          "sandboxed start, \(kind.name)",
          "+\(Figure.number(sample.median - plain.median)) ms (95 %: \(Figure.number(sample.at(0.95))) ms)",
          reach: "≤ 20 ms over a bare exec", peers: Figure.ratio(sample.median, to: plain.median, "a bare exec")))
    }
  }

  private static func milliseconds(_ begun: ContinuousClock.Instant) -> Double {
    let passed = (ContinuousClock.now - begun).components
    return Double(passed.seconds) * 1000 + Double(passed.attoseconds) / 1e15
  }
}
