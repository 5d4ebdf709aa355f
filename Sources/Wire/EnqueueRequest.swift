package import Model

/// Drafts to queue, and what holds for all of them unless a draft says otherwise.
package struct EnqueueRequest: Hashable, Sendable, Codable {
  /// The rows; those with `use == false` are passed over.
  package var drafts: [TicketDraft]
  /// The repository: a directory (absolute) or URL; nil: `directory`.
  package var repository: String?
  /// The client's current directory, absolute.
  package var directory: String
  /// The base reference.
  package var base: String?
  /// The engine; nil: the configured default.
  package var engine: String?
  /// Engines that take turns among the attempts at each ticket; nil or empty: `engine`.
  package var engines: [String]?
  /// How often each ticket is tried side by side; nil: once, or once with each of `engines`.
  package var bestOf: Int?
  /// The name of the configured chain of steps.
  package var chain: String?
  /// Steps given in words, instead of a configured chain.
  package var steps: [WorkStep]?
  /// The model.
  package var model: String?
  /// The mode.
  package var mode: TaskMode?
  /// The engine's effort word.
  package var effort: String?
  /// The priority.
  package var priority: Int?
  /// Tasks that come first.
  package var after: [String]
  /// Limits that differ from the configuration's: only those that are set.
  package var budgetUSD: Double?
  /// Most turns.
  package var maxTurns: Int?
  /// Most tokens, of each task.
  package var maxTokens: Int?
  /// The engine to go on with when the usage limit of the first is reached.
  package var fallback: String?
  /// Most running time in seconds.
  package var timeoutSeconds: Double?
  /// Hosts that all tasks may reach besides; nil: none.
  package var allowedHosts: [HostRule]?
  /// So many of the list start, the others wait for them; nil: the drafts that say so themselves.
  package var canaries: Int?
  /// Whether those that wait go by themselves when all canaries are done; nil: no.
  package var goesByItself: Bool?
  /// Whether tickets that were already queued come again.
  package var again: Bool

  /// A request with only drafts and a directory.
  package init(drafts: [TicketDraft], directory: String) {
    self.drafts = drafts
    self.directory = directory
    after = []
    again = false
  }
}
