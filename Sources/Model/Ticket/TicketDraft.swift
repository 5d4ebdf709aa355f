/// One row of the intake sheet: a ticket as understood from a list, with what the list said about how to work on it, and its problem, if any.
/// Drafts are values that the operator edits; nothing starts until they are enqueued.
package struct TicketDraft: Hashable, Sendable, Codable {
  /// The line of the pasted text that it starts on, from 1.
  package var line: Int
  /// Whether it will be queued.
  package var use: Bool
  /// The ticket.
  package var ticket: Ticket
  /// What `{repo=…}`, a column, or the front matter said; nil: the sheet's own repository.
  package var repository: String?
  /// The base reference, likewise.
  package var base: String?
  /// The engine's name, likewise (`@codex`).
  package var engine: String?
  /// The model, likewise.
  package var model: String?
  /// The mode, likewise.
  package var mode: TaskMode?
  /// Higher comes first (`!high` = 10, `!low` = -10); nil: 0.
  package var priority: Int?
  /// Tasks or rows that must be completed first (`^T3`): a task id, or `#N` for the draft on row N of the same list, from 1.
  package var after: [String]
  /// The name of the configured chain of steps that it goes through; nil: the list's own.
  package var chain: String?
  /// How often it is tried side by side; nil: as the list says.
  package var bestOf: Int?
  /// Whether it is one of those of the list that start first, while the others wait; nil: no.
  package var canary: Bool?
  /// Why it cannot be queued as it stands (one sentence), or nil.
  package var problem: String?
  /// The task that already stands for the same ticket, if there is one.
  package var duplicateOf: TaskID?
  /// The name of the issue whose text is to be fetched, as long as there is only the name; nil: there is nothing to fetch.
  package var fetch: String?

  /// A draft.
  package init(
    line: Int, use: Bool = true, ticket: Ticket, repository: String? = nil, base: String? = nil, engine: String? = nil,
    model: String? = nil, mode: TaskMode? = nil, priority: Int? = nil, after: [String] = [], chain: String? = nil,
    bestOf: Int? = nil, problem: String? = nil, duplicateOf: TaskID? = nil
  ) {
    self.line = line
    self.use = use
    self.ticket = ticket
    self.repository = repository
    self.base = base
    self.engine = engine
    self.model = model
    self.mode = mode
    self.priority = priority
    self.after = after
    self.chain = chain
    self.bestOf = bestOf
    self.problem = problem
    self.duplicateOf = duplicateOf
  }
}
