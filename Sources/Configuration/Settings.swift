package import Model

/// The configuration, complete: what the file does not say has its default (CONTRACT.md, "Files").
package struct Settings: Hashable, Sendable {
  /// When a workspace is removed.
  package enum Cleanup: String, Hashable, Sendable, CaseIterable {
    /// As soon as the task is done or discarded.
    case onCompletion = "on_completion"
    /// As soon as it is done; discarded ones are kept.
    case onSuccess = "on_success"
    /// By `carrel clean` alone.
    case manual
  }

  /// How much the mouse does.
  package enum Mouse: String, Hashable, Sendable, CaseIterable {
    case off, wheel, full
  }

  /// How an operator is told of something while their terminal is not in focus.
  package enum Notify: String, Hashable, Sendable, CaseIterable {
    case auto, bell, osc, off
  }

  /// The engine when none is named: the file's, else `DEFAULT_ENGINE`, else claude.
  package var defaultEngine = "claude"
  /// Most tasks that run at once.
  package var maxRunning = 4
  /// Most live agent processes.
  package var maxLive = 12
  /// When workspaces are removed.
  package var cleanup = Cleanup.onCompletion
  /// The theme's name.
  package var theme = "terminal"
  /// How much the mouse does.
  package var mouse = Mouse.wheel
  /// How operators are told of something.
  package var notify = Notify.auto
  /// Whether the interface is lines of text instead of a full screen, for screen readers.
  package var plain = false
  /// The operator's own keys, as written, in the order of the file.
  package var keys: [KeyOverride] = []
  /// Seconds after which a waiting task goes on without an answer; nil: never.
  package var answerTimeoutSeconds: Double?
  /// The file of the brief's template, as written.
  package var briefPath: String?
  /// The text of that file; nil: the standard template.
  package var briefTemplate: String?
  /// What one task may use, and how long git may take.
  package var limits = LimitSettings()
  /// What git is told.
  package var git = GitSettings()
  /// Where the vault is, and who we are there.
  package var vault = VaultSettings()
  /// How agents are shut in.
  package var sandbox = SandboxSettings()
  /// What has to stay free on this machine.
  package var host = HostSettings()
  /// How tasks are published.
  package var publish = PublishSettings()
  /// The engines that the file speaks of, by name.
  package var engines: [String: EngineSettings] = [:]
  /// The MCP servers that the file speaks of, by name.
  package var mcpServers: [String: MCPSettings] = [:]
  /// The chains of steps that the file speaks of, by name; each without a problem.
  package var chains: [String: [WorkStep]] = [:]
  /// The trackers that issues are imported from, in the file's order.
  package var trackers: [TrackerSettings] = []
  /// The forges that the file names, in its order, each with another host.
  package var forges: [ForgeSettings] = []
  /// The repositories that the file speaks of, in its order.
  package var repositories: [RepositorySettings] = []

  /// The defaults.
  package init() {}

  /// The MCP servers for an engine, by name, with what clients handed over.
  package func mcpServers(for engine: String, variables: [String: String]) -> [MCPServer] {
    let wanted = engines[engine]?.mcp
    return mcpServers.filter { wanted?.contains($0.key) ?? true }.sorted { $0.key < $1.key }.map { $0.value.server(with: variables) }
  }

  /// What the file says about a repository: of the entries whose `match` is a prefix of its source or of where it is published, the one with the longest.
  package func repository(matching location: RepositoryLocation) -> RepositorySettings? {
    var best: RepositorySettings?
    for entry in repositories where entry.matches(location) {
      if entry.match.utf8.count > best?.match.utf8.count ?? -1 { best = entry }
    }
    return best
  }
}
