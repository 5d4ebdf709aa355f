package import Sandbox
import Platform

/// What agents' sandboxes are made with on this machine.
package struct AgentSandbox: Sendable {
  /// The warden's path; nil when it is not installed.
  package var warden: String?
  /// bubblewrap's path.
  package var bwrap: String
  /// What works here, as probed.
  package var features: SandboxFeatures

  /// A sandbox maker.
  package init(warden: String?, bwrap: String, features: SandboxFeatures) {
    self.warden = warden
    self.bwrap = bwrap
    self.features = features
  }

  /// With the warden that belongs to this program and the system's bubblewrap.
  package static func found(features: SandboxFeatures = SandboxFeatures()) -> AgentSandbox {
    AgentSandbox(
      warden: Environment.executable.flatMap(SandboxLauncher.findWarden),
      bwrap: ProcessCommand.find("bwrap", path: nil) ?? "/usr/bin/bwrap",
      features: features)
  }
}
