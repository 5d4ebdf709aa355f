package import Model

/// What `carrel add` was asked for.
package struct AddOptions: Hashable, Sendable {
  /// The list's file, `-` for standard input; nil when none was named.
  package var file: String?
  /// The repository, as written.
  package var repository: String?
  /// The base reference.
  package var base: String?
  /// The engines, each once; empty: the configured default.
  package var engines: [String] = []
  /// The model.
  package var model: String?
  /// The mode.
  package var mode: TaskMode?
  /// The engine's effort word.
  package var effort: String?
  /// The priority.
  package var priority: Int?
  /// Tasks that come first.
  package var after: [TaskID] = []
  /// Attempts for each ticket, from 1; nil: one with each engine.
  package var bestOf: Int?
  /// The name of the configured chain of steps.
  package var chain: String?
  /// Steps in words, instead of a configured chain.
  package var steps: [WorkStep] = []
  /// Most money in US dollars; 0: no limit.
  package var budgetUSD: Double?
  /// Most turns; 0: no limit.
  package var maxTurns: Int?
  /// Most tokens, of each task.
  package var maxTokens: Int?
  /// The engine to go on with when the usage limit of the first is reached.
  package var fallback: String?
  /// Most running time in seconds; 0: no limit.
  package var timeoutSeconds: Double?
  /// Hosts that the tasks may reach besides.
  package var allowedHosts: [HostRule] = []
  /// So many tickets start, the others wait for them; nil: all start.
  package var canaries: Int?
  /// Whether those that wait go by themselves when all canaries are done.
  package var goesByItself = false
  /// Whether tickets that were queued before come again.
  package var again = false
  /// Whether to show only what would be queued.
  package var dryRun = false
  /// Whether to print JSON.
  package var json = false

  /// The defaults.
  package init() {}
}
