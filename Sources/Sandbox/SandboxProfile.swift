package import Model

/// What a task's processes may see and touch, before any engine has added what its program needs to read. A value; `SandboxLauncher` makes a command line of it.
package struct SandboxProfile: Hashable, Sendable {
  /// How far the task is shut in.
  package var level: SandboxSummary.Level
  /// What it may reach.
  package var network: SandboxSummary.Network
  /// The workspace: writable, at the same path inside.
  package var workspace: String
  /// The task's private home: writable, at the same path inside, and `HOME`.
  package var home: String
  /// Further paths that can be read, at the same path inside: programs, the mirror's objects.
  package var readOnly: [String]
  /// Single files of the user bound read-write: host path → absolute path inside.
  package var boundFiles: [String: String]
  /// What its processes may use together.
  package var limits: SandboxLimits
  /// TCP ports that may be connected to at level `files` although there is no network.
  package var ports: [UInt16]

  /// An isolated profile with an open network.
  package init(workspace: String, home: String) {
    level = .isolated
    network = .open
    self.workspace = workspace
    self.home = home
    readOnly = []
    boundFiles = [:]
    limits = SandboxLimits()
    ports = []
  }
}
