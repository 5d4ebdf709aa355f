internal import Model
internal import Platform

/// Tries whether isolated sandboxes work here.
package enum SandboxProbe {
  /// Really runs a program in namespaces of its own, with and without what only newer versions of bubblewrap can do.
  package static func run(bwrap: String) async -> SandboxAvailability {
    guard let program = ProcessCommand.find(bwrap, path: SandboxLauncher.standardPath) else {
      return SandboxAvailability(isAvailable: false, features: SandboxFeatures(), text: SandboxError.noBubblewrap(path: bwrap).text)
    }
    var reason = ""
    for features in [SandboxFeatures(), SandboxFeatures(disablesNamespaces: false)] {
      var arguments = SandboxLauncher(features: features).namespaceArguments(.none)
      arguments += ["--as-pid-1", "--cap-drop", "ALL", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"]
      arguments += ["--size", "1048576", "--tmpfs", "/tmp", "--remount-ro", "/", "--", "/bin/true"]
      do throws(PlatformError) {
        let result = try await ProcessRunner.run(ProcessCommand(program, arguments), timeoutSeconds: 20)
        if result.exit.isSuccess {
          let nested = features.disablesNamespaces ? "" : ", though programs inside may make namespaces of their own"
          return SandboxAvailability(isAvailable: true, features: features, text: "isolated sandboxes work\(nested)")
        }
        reason = explain(result.errorText, exit: result.exit)
      } catch {
        reason = error.text
      }
    }
    return SandboxAvailability(isAvailable: false, features: SandboxFeatures(), text: "isolated sandboxes do not work here: \(reason)")
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
