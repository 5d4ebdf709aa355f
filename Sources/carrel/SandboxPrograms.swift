import Platform
import Sandbox

/// Where the programs of a sandbox are on this machine.
enum SandboxPrograms {
  /// bubblewrap; its usual place when it is not installed, so that the probe says so.
  static var bwrap: String { ProcessCommand.find("bwrap", path: "/usr/local/bin:/usr/bin:/bin") ?? "/usr/bin/bwrap" }
  /// The warden that belongs to this program.
  static var warden: String {
    Environment.executable.flatMap { SandboxLauncher.findWarden(nextTo: $0) } ?? "/usr/libexec/carrel/carrel-warden"
  }
}
