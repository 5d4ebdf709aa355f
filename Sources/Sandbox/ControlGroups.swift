internal import Platform
internal import Glibc

/// How this machine lets us limit what a sandbox's processes use together, as found out by doing it (`probe`). A value.
package struct ControlGroups: Hashable, Sendable {
  /// The kinds of control groups.
  package enum Means: Hashable, Sendable {
    /// None can be had.
    case none
    /// `systemd-run --scope`: a scope of the user's systemd, or of the system's for root. With the variables that it needs.
    case scope(program: String, asUser: Bool, environment: [String: String])
    /// cgroup v2: a directory that was delegated to us, and its controllers.
    case unified(parent: String, controllers: Set<String>)
    /// cgroup v1: a directory for each controller.
    case legacy(parents: [String: String])
  }

  /// What can be limited: the names of the kernel's controllers.
  package enum Resource: String, Hashable, Sendable, CaseIterable {
    case memory, pids, cpu
  }

  /// How.
  package var means: Means
  /// What the names of our groups begin with: other services on this machine have others.
  package var prefix: String

  /// Groups of an owner, by a text that is the same after a restart (the folder of the service's state).
  package init(means: Means, owner: String) {
    self.means = means
    prefix = "carrel-\(Self.hash(owner))-"
  }

  /// None.
  package static var none: ControlGroups { ControlGroups(means: .none, owner: "") }

  /// Whether something can be limited.
  package func holds(_ resource: Resource) -> Bool {
    switch means {
    case .none: false
    case .scope: true
    case .unified(_, let controllers): controllers.contains(resource.rawValue)
    case .legacy(let parents): parents[resource.rawValue] != nil
    }
  }

  /// In words: "cgroup v1".
  package var words: String {
    switch means {
    case .none: "nothing"
    case .scope: "a systemd scope"
    case .unified: "cgroup v2"
    case .legacy: "cgroup v1"
    }
  }

  /// What of some limits needs a group. `processes`: whether it holds the number of processes too, which an rlimit in a user namespace does unless the service is root's.
  func wanted(_ limits: SandboxLimits, processes: Bool) -> Set<Resource> {
    var wanted: Set<Resource> = []
    if limits.memoryMB > 0 { wanted.insert(.memory) }
    if processes, limits.processes > 0 { wanted.insert(.pids) }
    if limits.cpuPercent > 0 || limits.cpuWeight > 0 { wanted.insert(.cpu) }
    return wanted.filter(holds)
  }

  /// What is written into which file of a group: the kernel's Documentation/admin-guide/cgroup-v1 and cgroup-v2. The second of a pair may be missing in a kernel; the first
  /// may not.
  func settings(_ limits: SandboxLimits, _ resource: Resource) -> [(file: String, value: String, isNeeded: Bool)] {
    let bytes = "\(limits.memoryMB << 20)"
    let weight = min(max(limits.cpuWeight, 1), 10_000)
    switch (means, resource) {
    case (.unified, .memory): return [("memory.max", bytes, true), ("memory.swap.max", "0", false)]
    case (.legacy, .memory): return [("memory.limit_in_bytes", bytes, true), ("memory.memsw.limit_in_bytes", bytes, false)]
    case (.unified, .pids), (.legacy, .pids): return [("pids.max", "\(limits.processes)", true)]
    case (.unified, .cpu):
      return (limits.cpuPercent > 0 ? [("cpu.max", "\(limits.cpuPercent * 1000) 100000", true)] : [])
        + (limits.cpuWeight > 0 ? [("cpu.weight", "\(weight)", true)] : [])
    case (.legacy, .cpu):
      return (limits.cpuPercent > 0 ? [("cpu.cfs_quota_us", "\(limits.cpuPercent * 1000)", true)] : [])
        + (limits.cpuWeight > 0 ? [("cpu.shares", "\(max(2, weight * 1024 / 100))", true)] : [])
    case (.none, _), (.scope, _): return []
    }
  }

  /// The arguments of `systemd-run` (systemd-run(1), systemd.resource-control(5)) up to the command.
  static func scopeArguments(_ limits: SandboxLimits, _ wanted: Set<Resource>, asUser: Bool, unit: String) -> [String] {
    var arguments = asUser ? ["--user"] : []
    arguments += ["--scope", "--quiet", "--collect", "--unit=\(unit)"]
    if wanted.contains(.memory) { arguments += ["-p", "MemoryMax=\(limits.memoryMB)M", "-p", "MemorySwapMax=0"] }
    if wanted.contains(.pids) { arguments += ["-p", "TasksMax=\(limits.processes)"] }
    if wanted.contains(.cpu), limits.cpuWeight > 0 { arguments += ["-p", "CPUWeight=\(min(max(limits.cpuWeight, 1), 10_000))"] }
    if wanted.contains(.cpu), limits.cpuPercent > 0 { arguments += ["-p", "CPUQuota=\(limits.cpuPercent)%"] }
    return arguments + ["--"]
  }

  /// A group with these limits for one sandbox; nil when there is nothing that it would limit. Blocks shortly.
  /// - Throws: `PlatformError` when a limit that was to be had cannot be set.
  func make(_ limits: SandboxLimits, processes: Bool) throws(PlatformError) -> ControlGroup? {
    let wanted = wanted(limits, processes: processes)
    guard !wanted.isEmpty else { return nil }
    let name = prefix + String(RandomID.uuid().prefix(13))
    switch means {
    case .none: return nil
    case .scope: return ControlGroup(self, limits, wanted, directories: [:], descriptors: [], unit: "\(name).scope")
    case .unified(let parent, _):
      return try make(limits, wanted, Dictionary(wanted.map { ($0, "\(parent)/\(name)") }) { first, _ in first })
    case .legacy(let parents):
      return try make(
        limits, wanted, Dictionary(wanted.compactMap { one in parents[one.rawValue].map { (one, "\($0)/\(name)") } }) { first, _ in first })
    }
  }

  private func make(
    _ limits: SandboxLimits, _ wanted: Set<Resource>, _ directories: [Resource: String]
  ) throws(PlatformError) -> ControlGroup {
    do throws(PlatformError) {
      for directory in Set(directories.values) where mkdir(directory, 0o755) != 0 && errno != EEXIST {
        throw .io(doing: "making the control group \(directory)", reason: PlatformError.reason(errno))
      }
      for (resource, directory) in directories {
        for (file, value, isNeeded) in settings(limits, resource) {
          guard !Self.write(value, to: "\(directory)/\(file)"), isNeeded else { continue }
          throw .io(doing: "setting \(file) of a control group", reason: PlatformError.reason(errno))
        }
      }
      var descriptors: [OwnedDescriptor] = []
      for directory in Set(directories.values).sorted() { descriptors.append(try OwnedDescriptor.writing("\(directory)/cgroup.procs")) }
      return ControlGroup(self, limits, wanted, directories: directories, descriptors: descriptors, unit: nil)
    } catch {
      for directory in Set(directories.values) { rmdir(directory) }
      throw error
    }
  }

  /// Writes a value in one go, as control groups want it.
  static func write(_ value: String, to path: String) -> Bool {
    guard let file = try? OwnedDescriptor.writing(path) else { return false }
    return file.write(Array(value.utf8))
  }

  /// FNV-1a, 32 bits, in hex: the same in every process.
  private static func hash(_ text: String) -> String {
    var value: UInt32 = 2_166_136_261
    for byte in text.utf8 { value = (value ^ UInt32(byte)) &* 16_777_619 }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
