package import Model
import Secrets

/// Drafts to queue and what holds for all of them, as the supervisor takes them.
package struct Intake: Hashable, Sendable {
  /// The rows.
  package var drafts: [TicketDraft]
  /// The repository of all rows; nil: `directory`.
  package var repository: String?
  /// The client's current directory.
  package var directory: String
  /// The base of all rows.
  package var base: String?
  /// The engine of all rows.
  package var engine: String?
  /// Engines that take turns among the attempts at each row; empty: `engine`.
  package var engines: [String] = []
  /// How often each row is tried side by side; nil: once, or once with each of `engines`.
  package var bestOf: Int?
  /// The configured chain of steps of all rows.
  package var chain: String?
  /// The steps of all rows, instead of a configured chain.
  package var steps: [WorkStep] = []
  /// The model of all rows.
  package var model: String?
  /// The mode of all rows.
  package var mode: TaskMode?
  /// The effort of all rows.
  package var effort: String?
  /// The priority of all rows.
  package var priority: Int?
  /// What all rows come after.
  package var after: [String]
  /// The budget of all rows.
  package var budgetUSD: Double?
  /// Most turns of all rows.
  package var maxTurns: Int?
  /// Most tokens, of each task.
  package var maxTokens: Int?
  /// The engine to go on with when the usage limit of the first is reached.
  package var fallback: String?
  /// Most running seconds of all rows.
  package var timeoutSeconds: Double?
  /// Hosts that all tasks may reach besides.
  package var allowedHosts: [HostRule] = []
  /// So many of the list start, the others wait for them; nil: the drafts that say so themselves.
  package var canaries: Int?
  /// Whether those that wait go by themselves when all canaries are done.
  package var goesByItself = false
  /// Whether tickets that were already queued come again.
  package var again: Bool

  /// Drafts in a directory.
  package init(drafts: [TicketDraft], directory: String) {
    self.drafts = drafts
    self.directory = directory
    after = []
    again = false
  }
}

extension Intake {
  /// The same without known secrets in the tickets' texts: they would be stored, and told to agents.
  func cleaned(by redactor: Redactor) -> Intake {
    guard !redactor.isEmpty else { return self }
    var cleaned = self
    for index in cleaned.drafts.indices {
      cleaned.drafts[index].ticket.title = redactor.redact(drafts[index].ticket.title)
      cleaned.drafts[index].ticket.body = redactor.redact(drafts[index].ticket.body)
    }
    return cleaned
  }
}
