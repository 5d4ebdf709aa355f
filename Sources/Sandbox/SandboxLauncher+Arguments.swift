internal import Model
internal import Platform

extension SandboxLauncher {
  /// What of `/etc` programs need and everybody may read. Never the whole: files of root are readable inside when the service is root's.
  static let publicConfiguration = [
    "alternatives", "bash.bashrc", "ca-certificates", "ca-certificates.conf", "debian_version", "default/locale", "fonts", "gai.conf",
    "host.conf", "hosts", "inputrc", "java-17-openjdk", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "locale.alias", "locale.gen",
    "localtime",
    "magic", "magic.mime", "mime.types", "nsswitch.conf", "os-release", "perl", "pki", "profile", "profile.d", "protocols", "python3",
    "python3.11", "resolv.conf", "services", "shells", "ssl", "terminfo", "timezone", "xattr.conf",
  ]

  /// What of `/proc` changes the whole machine and belongs to root, and so to the user inside when the service is root's. bubblewrap covers some of it, but leaves out what
  /// it takes for read-only by the mode of the directory (0.8: `/proc/sys`, and with it the program that the kernel starts for a core file).
  static let readOnlyInProc = [
    "/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus", "/proc/fs", "/proc/acpi", "/proc/scsi", "/proc/driver", "/proc/pressure",
  ]

  /// Files of `/proc` that tell of the machine or the kernel what no task needs.
  static let hiddenInProc = [
    "/proc/kcore", "/proc/keys", "/proc/key-users", "/proc/kallsyms", "/proc/kmsg", "/proc/latency_stats", "/proc/timer_list",
    "/proc/sched_debug", "/proc/config.gz", "/proc/mtrr", "/proc/slabinfo",
  ]

  /// Without walls: the program under a warden that ends what it leaves behind.
  func direct(_ command: ProcessCommand, in profile: SandboxProfile, warden: String) throws(PlatformError) -> SandboxLaunch {
    let pair = try SocketPair()
    let number = firstFree(command)
    var outer = command
    outer.executable = warden
    outer.arguments = ["--subreaper"] + sizeArguments(profile.limits) + ["\(number)", "--", command.executable] + command.arguments
    outer.extraDescriptors[number] = pair.other.number
    return SandboxLaunch(command: outer, lifeline: Lifeline(pair), descriptors: [pair.other])
  }

  /// Inside bubblewrap, with the warden as process 1.
  func isolated(
    _ command: ProcessCommand, in profile: SandboxProfile, doors: [UInt16], warden: String, bwrap: String
  ) throws(PlatformError) -> Result<SandboxLaunch, SandboxError> {
    guard ProcessCommand.find(bwrap, path: Self.standardPath) != nil else { return .failure(.noBubblewrap(path: bwrap)) }
    if let error = problem(profile) { return .failure(error) }
    let pair = try SocketPair()
    let isRoot = Environment.uid == 0
    let uid = isRoot ? 1000 : Environment.uid
    let user = try OwnedDescriptor.memoryFile(
      Array("root:x:0:0:root:/root:/bin/sh\ncarrel:x:\(uid):\(uid):carrel:\(profile.home):/bin/bash\n".utf8))
    let group = try OwnedDescriptor.memoryFile(Array("root:x:0:\ncarrel:x:\(uid):\n".utf8))
    let number = firstFree(command)

    var arguments = namespaceArguments(profile.network)
    arguments += ["--as-pid-1", "--cap-drop", "ALL", "--uid", "\(uid)", "--gid", "\(uid)", "--hostname", "carrel"]
    arguments += ["--ro-bind", "/usr", "/usr"]
    for name in ["bin", "sbin", "lib", "lib32", "lib64", "libx32"] {
      if let target = Files.linkTarget("/\(name)") {
        arguments += ["--symlink", target, "/\(name)"]
      } else if Files.isDirectory("/\(name)") {
        arguments += ["--ro-bind", "/\(name)", "/\(name)"]
      }
    }
    // Each mount costs bubblewrap a look at all of them: what is small is copied into the scratch root instead.
    var copies: [OwnedDescriptor] = []
    for name in Self.publicConfiguration {
      if let bytes = Files.smallFile("/etc/\(name)") {
        copies.append(try OwnedDescriptor.memoryFile(bytes))
        arguments += ["--perms", "0444", "--file", "\(number + 3 + Int32(copies.count))", "/etc/\(name)"]
      } else {
        arguments += ["--ro-bind-try", "/etc/\(name)", "/etc/\(name)"]
      }
    }
    arguments += ["--ro-bind-data", "\(number + 2)", "/etc/passwd", "--ro-bind-data", "\(number + 3)", "/etc/group"]
    arguments += ["--proc", "/proc", "--dev", "/dev", "--dir", "/var/tmp", "--dir", "/run"]
    for path in Self.readOnlyInProc where Files.exists(path) { arguments += ["--ro-bind", path, path] }
    for path in Self.hiddenInProc where Files.exists(path) { arguments += ["--ro-bind", "/dev/null", path] }
    let scratch = min(max(profile.limits.temporaryMB, 1), 1 << 24) << 20
    for path in ["/tmp", "/var/tmp", "/dev/shm"] { arguments += ["--size", "\(scratch)", "--tmpfs", path] }
    arguments += SandboxMount.ordered(mounts(profile)).flatMap(\.arguments)
    arguments += ["--ro-bind", warden, Self.wardenInside, "--remount-ro", "/"]
    arguments += ["--chdir", command.directory ?? profile.workspace, "--clearenv"]
    for (name, value) in command.environment.sorted(by: { $0.key < $1.key }) { arguments += ["--setenv", name, value] }
    let list = try OwnedDescriptor.memoryFile(arguments.flatMap { Array($0.utf8) + [0] })

    var outer = command
    outer.executable = bwrap
    outer.environment = ["PATH": Self.standardPath]
    outer.directory = "/"
    var options = ["--filter"] + (profile.network == .open ? ["--shared"] : []) + sizeArguments(profile.limits)
    // Of the first process in the user namespace this counts only what is in it.
    if profile.limits.processes > 0 { options += ["--processes", "\(profile.limits.processes)"] }
    options += doors.flatMap { ["--listen", "\($0)"] }
    outer.arguments =
      ["--args", "\(number)", "--", Self.wardenInside] + options + ["\(number + 1)", "--", command.executable] + command.arguments
    outer.extraDescriptors[number] = list.number
    outer.extraDescriptors[number + 1] = pair.other.number
    outer.extraDescriptors[number + 2] = user.number
    outer.extraDescriptors[number + 3] = group.number
    for (index, copy) in copies.enumerated() { outer.extraDescriptors[number + 4 + Int32(index)] = copy.number }
    return .success(SandboxLaunch(command: outer, lifeline: Lifeline(pair), descriptors: [pair.other, list, user, group] + copies))
  }

  /// The namespaces of a sandbox; also what the probe tries.
  func namespaceArguments(_ network: SandboxSummary.Network) -> [String] {
    var arguments = ["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if features.disablesNamespaces { arguments.append("--disable-userns") }
    if network != .open { arguments.append("--unshare-net") }
    return arguments
  }

  private func mounts(_ profile: SandboxProfile) -> [SandboxMount] {
    var mounts: [SandboxMount] = []
    for path in profile.readOnly where !path.hasPrefix("/usr/") {
      if let target = Files.linkTarget(path) {
        mounts.append(SandboxMount(path: path, kind: .link(to: target)))
      } else {
        mounts.append(SandboxMount(path: path, kind: .readOnly(from: path)))
      }
    }
    mounts.append(SandboxMount(path: profile.workspace, kind: .writable(from: profile.workspace)))
    mounts.append(SandboxMount(path: profile.home, kind: .writable(from: profile.home)))
    for (host, inside) in profile.boundFiles.sorted(by: { $0.key < $1.key }) {
      mounts.append(SandboxMount(path: inside, kind: .writable(from: host)))
    }
    return mounts
  }

  /// What can be asked of the warden at every level.
  func sizeArguments(_ limits: SandboxLimits) -> [String] { limits.fileMB > 0 ? ["--file-mb", "\(limits.fileMB)"] : [] }

  /// What cannot be shown of a profile, if anything.
  func problem(_ profile: SandboxProfile) -> SandboxError? {
    for path in [profile.workspace, profile.home] + profile.readOnly + profile.boundFiles.flatMap({ [$0.key, $0.value] }) {
      if let reason = problem(path) { return .path(path, reason: reason) }
    }
    return nil
  }

  private func problem(_ path: String) -> String? {
    if !path.hasPrefix("/") { return "the path is not absolute" }
    if path == "/" { return "the whole file system is never shown" }
    if path.utf8.contains(0) { return "the path holds a zero byte" }
    if path.split(separator: "/").contains(where: { $0 == ".." || $0 == "." }) { return "the path holds . or .." }
    return nil
  }

  func firstFree(_ command: ProcessCommand) -> Int32 { max(2, command.extraDescriptors.keys.max() ?? 2) + 1 }
}

extension Files {
  /// The bytes of a regular file, or of one behind links, that is no longer than a page of text; nil for everything else.
  fileprivate static func smallFile(_ path: String) -> [UInt8]? {
    guard Files.isFile(path), let bytes = try? Files.read(path, limit: 65_536) else { return nil }
    return bytes
  }
}
