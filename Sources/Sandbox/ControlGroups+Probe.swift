internal import Glibc
internal import Platform

extension ControlGroups {
  /// What the probe looks at; tests bring their own.
  package struct Surroundings: Sendable {
    /// `/proc/self/mountinfo`.
    package var mounts: String
    /// `/proc/self/cgroup`.
    package var own: String
    /// The service's variables.
    package var environment: [String: String]
    /// Where `systemd-run` is; nil: not there.
    package var systemdRun: String?
    /// Whether the service is root's.
    package var isRoot: Bool

    /// Surroundings.
    package init(mounts: String, own: String, environment: [String: String], systemdRun: String?, isRoot: Bool) {
      self.mounts = mounts
      self.own = own
      self.environment = environment
      self.systemdRun = systemdRun
      self.isRoot = isRoot
    }

    /// This process's own. systemd is there where `/run/systemd/system` is (sd_booted(3)).
    package static func here() -> Surroundings {
      Surroundings(
        mounts: (try? Files.readText("/proc/self/mountinfo", limit: 1 << 20)) ?? "",
        own: (try? Files.readText("/proc/self/cgroup", limit: 65_536)) ?? "", environment: Environment.current,
        systemdRun: Files.isDirectory("/run/systemd/system") ? ProcessCommand.find("systemd-run", path: SandboxLauncher.standardPath) : nil,
        isRoot: Environment.uid == 0)
    }
  }

  /// Tries them, the best first: a scope of systemd, a delegated cgroup v2, cgroup v1; and keeps the first in which a program really ran with a limit.
  package static func probe(owner: String, warden: String, _ surroundings: Surroundings = .here()) async -> ControlGroups {
    var candidates: [ControlGroups] = []
    if let program = surroundings.systemdRun {
      var environment: [String: String] = [:]
      for name in ["XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"] { environment[name] = surroundings.environment[name] }
      if surroundings.isRoot || !environment.isEmpty {
        candidates.append(
          ControlGroups(means: .scope(program: program, asUser: !surroundings.isRoot, environment: environment), owner: owner))
      }
    }
    for candidate in candidates where await candidate.works(warden: warden) { return candidate }
    if let unified = await runBlocking({ delegated(surroundings, owner: owner) }), await unified.works(warden: warden) { return unified }
    // Each controller of the first version has a hierarchy of its own, and one may be refused while another is not.
    var parents: [String: String] = [:]
    for resource in Resource.allCases {
      for parent in surroundings.legacyParents(resource) {
        let one = ControlGroups(means: .legacy(parents: [resource.rawValue: parent]), owner: owner)
        guard await one.works(warden: warden) else { continue }
        parents[resource.rawValue] = parent
        break
      }
    }
    return ControlGroups(means: parents.isEmpty ? .none : .legacy(parents: parents), owner: owner)
  }

  /// Runs a program with limits that it does not feel.
  private func works(warden: String) async -> Bool {
    let limits = SandboxLimits(memoryMB: 512, processes: 64, cpuPercent: 10_000, cpuWeight: 100)
    guard let group = try? await runBlocking({ () throws(PlatformError) in try make(limits, processes: true) }) else { return false }
    let command = group.entered(by: ProcessCommand("/bin/true"), warden: warden, free: 3)
    let result = try? await ProcessRunner.run(command, timeoutSeconds: 10)
    await group.remove()
    return result?.exit.isSuccess == true
  }

  /// The delegated part of cgroup v2, ready to take groups: its controllers are given on, for which the service goes into a leaf of its own (the rule that a group with
  /// controllers for its children holds no process, cgroup-v2 "No Internal Process Constraint"). Put back when it is refused.
  private static func delegated(_ surroundings: Surroundings, owner: String) -> ControlGroups? {
    guard var parent = surroundings.unifiedParent else { return nil }
    let leaf = "carrel-service"
    if Files.name(of: parent) == leaf { parent = Files.parent(of: parent) }
    let known = Set(Resource.allCases.map(\.rawValue))
    let offered = known.intersection(words("\(parent)/cgroup.controllers"))
    guard !offered.isEmpty else { return nil }
    let result = ControlGroups(means: .unified(parent: parent, controllers: offered), owner: owner)
    if offered.isSubset(of: words("\(parent)/cgroup.subtree_control")) { return result }
    let moved = mkdir("\(parent)/\(leaf)", 0o755) == 0 || errno == EEXIST
    guard moved, write("0", to: "\(parent)/\(leaf)/cgroup.procs") else {
      rmdir("\(parent)/\(leaf)")
      return nil
    }
    if write(offered.sorted().map { "+\($0)" }.joined(separator: " "), to: "\(parent)/cgroup.subtree_control") { return result }
    _ = write("0", to: "\(parent)/cgroup.procs")
    rmdir("\(parent)/\(leaf)")
    return nil
  }

  private static func words(_ path: String) -> Set<String> {
    Set(((try? Files.readText(path, limit: 4096)) ?? "").split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// Removes the groups that an earlier service of the same owner left behind: those of our prefix that hold no process. Blocks shortly.
  /// - Returns: how many were removed.
  @discardableResult package func reconcile(_ surroundings: Surroundings = .here()) -> Int {
    existing(surroundings).count { rmdir($0) == 0 }
  }

  /// The groups of our prefix that there are. Blocks shortly.
  package func existing(_ surroundings: Surroundings = .here()) -> [String] {
    var roots: Set<String> = []
    switch means {
    case .none, .scope: return []
    case .unified(let parent, _): roots = [parent]
    case .legacy(let parents): roots = Set(parents.values)
    }
    // An earlier service may have stood elsewhere in the tree: on a machine of the first version all of it is looked through.
    if case .legacy = means { for resource in Resource.allCases { roots.formUnion(surroundings.mountPoints(resource)) } }
    var budget = 20_000
    return Set(roots.sorted().flatMap { find(below: $0, depth: 6, &budget) }).sorted()
  }

  private func find(below directory: String, depth: Int, _ budget: inout Int) -> [String] {
    guard depth > 0, budget > 0, let names = try? Files.list(directory) else { return [] }
    budget -= names.count
    var found: [String] = []
    for name in names {
      let path = "\(directory)/\(name)"
      if name.hasPrefix(prefix) {
        found.append(path)
      } else if !name.contains("."), Files.isDirectory(path) {
        found += find(below: path, depth: depth - 1, &budget)
      }
    }
    return found
  }
}

extension ControlGroups.Surroundings {
  /// A mount of control groups: where, which part of the hierarchy it shows, its type, its options.
  private struct Mount {
    var point: String
    var root: String
    var type: String
    var options: Set<String>
  }

  /// proc(5): fields of a line are "id parent dev root point options … - type source superoptions".
  private var groupMounts: [Mount] {
    mounts.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " ").map(String.init)
      guard let dash = parts.firstIndex(of: "-"), parts.count > dash + 3, dash > 4, parts[dash + 1].hasPrefix("cgroup") else { return nil }
      return Mount(
        point: parts[4], root: parts[3], type: parts[dash + 1], options: Set(parts[dash + 3].split(separator: ",").map(String.init)))
    }
  }

  /// Our own place in a mount.
  private func place(in mount: Mount, _ path: String) -> String? {
    let inside = mount.root == "/" ? path : path.hasPrefix(mount.root) ? String(path.dropFirst(mount.root.count)) : ""
    let joined = inside == "/" || inside.isEmpty ? mount.point : mount.point + inside
    return Files.isDirectory(joined) ? joined : nil
  }

  /// The directory of cgroup v2 that this process is in; nil without one.
  fileprivate var unifiedParent: String? {
    guard let line = own.split(separator: "\n").first(where: { $0.hasPrefix("0::") }),
      let mount = groupMounts.first(where: { $0.type == "cgroup2" })
    else { return nil }
    return place(in: mount, String(line.dropFirst(3)))
  }

  fileprivate func mountPoints(_ resource: ControlGroups.Resource) -> [String] {
    groupMounts.filter { $0.type == "cgroup" && $0.options.contains(resource.rawValue) }.map(\.point)
  }

  /// Where groups of a controller of cgroup v1 could be made: below our own, else below the whole.
  fileprivate func legacyParents(_ resource: ControlGroups.Resource) -> [String] {
    guard let mount = groupMounts.first(where: { $0.type == "cgroup" && $0.options.contains(resource.rawValue) }) else { return [] }
    let line = own.split(separator: "\n").first { line in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      return parts.count == 3 && parts[1].split(separator: ",").contains { $0 == resource.rawValue }
    }
    let path = line.flatMap { $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).last.map(String.init) }
    let inner = path.flatMap { place(in: mount, $0) }
    return (inner.map { [$0] } ?? []) + (inner == mount.point ? [] : [mount.point])
  }
}
