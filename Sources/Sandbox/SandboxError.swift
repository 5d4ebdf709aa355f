package import Platform

/// Why a sandbox cannot be made. Closed: every case has a sentence for the operator.
package enum SandboxError: Error, Hashable, Sendable {
  /// Level `files` without Landlock.
  case noLandlock
  /// Level `files` with a network that only a namespace can narrow down.
  case networkOfFiles
  /// bubblewrap is not where it was looked for.
  case noBubblewrap(path: String)
  /// The warden is not where it was looked for.
  case noWarden(path: String)
  /// The program to run is not there.
  case noProgram(String)
  /// A path cannot be bound: it, and why.
  case path(String, reason: String)
  /// The system refused something.
  case platform(PlatformError)

  /// One sentence for the operator: what we were doing, what happened, what can be done.
  package var text: String {
    switch self {
    case .noLandlock:
      "cannot start a sandbox of level \"files\": this kernel has no Landlock; start it with landlock among its lsm=, or set level = \"isolated\" under [sandbox]"
    case .networkOfFiles:
      "cannot start a sandbox of level \"files\" with network = \"engine\": without namespaces no host can be told from another; set network = \"none\" or "
        + "\"open\", or level = \"isolated\", under [sandbox]"
    case .noBubblewrap(let path): "cannot start a sandbox: there is no bubblewrap at \(path); install the package bubblewrap"
    case .noWarden(let path): "cannot start a sandbox: there is no carrel-warden at \(path); it belongs next to the carrel program"
    case .noProgram(let name): "cannot start \(name) in the sandbox: there is no such program; install it or configure its path"
    case .path(let path, let reason): "cannot show \(path) in the sandbox: \(reason)"
    case .platform(let error): "cannot start a sandbox: \(error.text)"
    }
  }
}
