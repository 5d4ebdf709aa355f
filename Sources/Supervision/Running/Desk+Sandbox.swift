import Configuration
package import Model
package import Sandbox
import Storage
import Workspaces

/// The sandbox that tasks get: what the configuration asks for, or less only where an operator said so.
extension Desk {
  /// The level of the sandboxes that are made now. What is asked for and cannot be had is nothing at all: no task is started so without an operator's word
  /// (`unsandboxedReason`).
  var level: SandboxSummary.Level {
    let asked = settings.sandbox.level
    return sandbox.problem(asked, network: settings.sandbox.network) == nil ? asked : .none
  }

  /// What a task's processes may see, touch and use.
  func profile(workspace: String, home: String) -> SandboxProfile {
    var profile = SandboxProfile(workspace: workspace, home: home)
    profile.level = level
    // Without a sandbox nothing holds the network back, whatever was asked for.
    profile.network = level == .none ? .open : settings.sandbox.network
    profile.limits = limits
    return profile
  }

  /// The limits of the configuration.
  package var limits: SandboxLimits {
    let settings = settings.sandbox
    return SandboxLimits(
      memoryMB: settings.memoryMB, processes: settings.processes, cpuPercent: settings.cpuPercent, cpuWeight: settings.cpuWeight,
      temporaryMB: settings.temporaryMB, fileMB: settings.fileMB)
  }

  /// What is shown of a profile on a task: what is in force, not what was asked for.
  func summary(of profile: SandboxProfile) -> SandboxSummary {
    SandboxSummary(
      level: profile.level, network: profile.network,
      limits: sandbox.features.words(for: profile.limits, isolated: profile.level == .isolated))
  }

  /// What is shown as the sandbox that tasks get now.
  package var usualSummary: SandboxSummary { summary(of: profile(workspace: "/", home: "/")) }

  /// Why a task may not start without an operator's word about its sandbox, or nil.
  func unsandboxedReason(level: SandboxSummary.Level, repository: RepositoryLocation) async -> String? {
    let missing =
      level == .none
      ? "[sandbox] level = \"none\": agents run as you, with all your files." : sandbox.problem(level, network: settings.sandbox.network)
    guard let missing else { return nil }
    if await isConfirmedUnsandboxed(repository) { return nil }
    return "\(missing)\(missing.hasSuffix(".") ? "" : ".") Run without a sandbox in \(repository.name)? (answer allow, for this repository)"
  }

  /// Whether an operator said that tasks of this repository may run without a sandbox.
  func isConfirmedUnsandboxed(_ repository: RepositoryLocation) async -> Bool {
    (try? await log.setting("unsandboxed:\(repository.source)")) == "yes"
  }
}
