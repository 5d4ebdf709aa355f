internal import Model
internal import Platform

/// Tries whether isolated sandboxes work here.
package enum SandboxProbe {
  /// Really runs a program in namespaces of its own, with and without what only newer versions of bubblewrap can do; asks the warden for Landlock, and tries
  /// control groups for an owner (`ControlGroups`). Without a warden the latter two count as missing.
  package static func run(bwrap: String, warden: String? = nil, owner: String = "") async -> SandboxAvailability {
    var features = SandboxFeatures()
    if let warden, Files.isFile(warden) {
      features.landlock = await landlock(warden: warden)
      features.groups = await ControlGroups.probe(owner: owner, warden: warden)
    }
    guard let program = ProcessCommand.find(bwrap, path: SandboxLauncher.standardPath) else {
      return SandboxAvailability(isAvailable: false, features: features, text: SandboxError.noBubblewrap(path: bwrap).text)
    }
    var reason = ""
    for disables in [true, false] {
      features.disablesNamespaces = disables
      var arguments = SandboxLauncher(features: features).namespaceArguments(.none)
      arguments += ["--as-pid-1", "--cap-drop", "ALL", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"]
      arguments += ["--size", "1048576", "--tmpfs", "/tmp", "--remount-ro", "/", "--", "/bin/true"]
      do throws(PlatformError) {
        let result = try await ProcessRunner.run(ProcessCommand(program, arguments), timeoutSeconds: 20)
        if result.exit.isSuccess {
          let nested = disables ? "" : ", though programs inside may make namespaces of their own"
          return SandboxAvailability(isAvailable: true, features: features, text: "isolated sandboxes work\(nested)")
        }
        reason = explain(result.errorText, exit: result.exit)
      } catch {
        reason = error.text
      }
    }
    features.disablesNamespaces = true
    return SandboxAvailability(isAvailable: false, features: features, text: "isolated sandboxes do not work here: \(reason)")
  }

  /// The Landlock version; 0 when there is none.
  private static func landlock(warden: String) async -> Int {
    let result = try? await ProcessRunner.run(ProcessCommand(warden, ["--landlock"]), timeoutSeconds: 10)
    guard let result, result.exit.isSuccess else { return 0 }
    return Int(result.text.filter { $0 != "\n" }) ?? 0
  }

  /// What bubblewrap's refusals mean and what can be done.
  static func explain(_ text: String, exit: ProcessExit) -> String {
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? exit.text
    let said = "(bubblewrap: \(line.prefix(200)))"
    if text.contains("No space left on device") || text.contains("ENOSPC") {
      return "the system allows no more user namespaces; raise user.max_user_namespaces with sysctl \(said)"
    }
    if text.contains("No permissions to create") || text.contains("setting up uid map: Permission denied") {
      return "the system does not let this user make namespaces; set kernel.unprivileged_userns_clone=1 (Debian) or "
        + "kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu) with sysctl \(said)"
    }
    if text.contains("mount proc") || text.contains("mounting proc") {
      return
        "a container around this service hides parts of /proc, so no new one can be mounted; run it outside or with an unmasked /proc \(said)"
    }
    if text.contains("Creating new namespace failed") || text.contains("Operation not permitted") {
      return "the system refuses new namespaces, as containers and seccomp profiles do; allow them for this service \(said)"
    }
    if text.contains("Unknown option") { return "this bubblewrap is too old; version 0.6 or newer is needed \(said)" }
    return "\(line.prefix(300))"
  }
}
