internal import Model
internal import Platform

/// Level `files`: no namespaces, but rules of the kernel's Landlock about what the program may open, connect to and signal.
extension SandboxLauncher {
  /// The program under a warden that puts the rules around it. Its scratch space is a folder of the private home.
  func enclosed(
    _ command: ProcessCommand, in profile: SandboxProfile, warden: String
  ) throws(PlatformError) -> Result<SandboxLaunch, SandboxError> {
    guard features.landlock > 0 else { return .failure(.noLandlock) }
    guard profile.network != .engine else { return .failure(.networkOfFiles) }
    if let error = problem(profile) { return .failure(error) }
    let scratch = "\(profile.home)/.tmp"
    try Files.makeDirectory(scratch)
    let pair = try SocketPair()
    let rules = try OwnedDescriptor.memoryFile(landlockRules(profile).flatMap { Array($0.utf8) + [0] })
    let number = firstFree(command)
    var outer = command
    if outer.environment["TMPDIR"] == "/tmp" { outer.environment["TMPDIR"] = scratch }
    // git takes a system-wide file that is there and cannot be read for a broken configuration.
    if outer.environment["GIT_CONFIG_NOSYSTEM"] == nil { outer.environment["GIT_CONFIG_NOSYSTEM"] = "1" }
    outer.executable = warden
    outer.arguments = ["--subreaper", "--filter", "--rules", "\(number + 1)"] + sizeArguments(profile.limits)
    if profile.network == .none { outer.arguments += ["--no-network"] + profile.ports.prefix(8).flatMap { ["--port", "\($0)"] } }
    outer.arguments += ["\(number)", "--", command.executable] + command.arguments
    outer.extraDescriptors[number] = pair.other.number
    outer.extraDescriptors[number + 1] = rules.number
    return .success(SandboxLaunch(command: outer, lifeline: Lifeline(pair), descriptors: [pair.other, rules]))
  }

  /// The rules as landlock.c reads them: a letter and a path each.
  func landlockRules(_ profile: SandboxProfile) -> [String] {
    var readable = ["usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32"].map { "/\($0)" }
    readable += Self.publicConfiguration.map { "/etc/\($0)" } + ["/etc/passwd", "/etc/group"]
    // What resolves names may lie elsewhere behind a link.
    if let resolver = Files.realPath("/etc/resolv.conf") { readable.append(resolver) }
    readable += ["/proc", "/sys/devices/system/cpu"] + profile.readOnly
    let devices = ["null", "zero", "full", "random", "urandom", "tty"].map { "/dev/\($0)" } + profile.boundFiles.keys.sorted()
    return readable.map { "r\($0)" } + devices.map { "d\($0)" } + ["w\(profile.workspace)", "w\(profile.home)"]
  }
}
