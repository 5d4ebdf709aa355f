/// The pull request that a task was published with, as it was seen last. Kept in the task's record.
package struct PublishedRequest: Hashable, Sendable, Codable {
  /// Where.
  package var repository: ForgeRepository
  /// Its number there.
  package var number: Int
  /// Where it stands.
  package var url: String
  /// Open, merged or closed.
  package var state: PullRequest.State
  /// Whether it is marked as not ready.
  package var isDraft: Bool
  /// What the checks of its newest commit amount to.
  package var ci: CIState
  /// The checks one by one, in the forge's order; at most fifty.
  package var checks: [CICheck]
  /// By what its checks are held; nil: they are not.
  package var hold: CIHold?
  /// Review comments and comments that were seen there, oldest first; at most a hundred.
  package var notes: [ReviewNote]
  /// The numbers of those that were handed to the agent.
  package var handedOver: [Int64]
  /// When the forge was asked last.
  package var seen: Timestamp?
  /// What its body carries, so that it is recognised as this task's; nil: opened before there was one.
  package var token: String?
  // What came after it was opened.

  /// The kind of its forge; nil: not known yet.
  package var kind: ForgeKind?
  /// The commit at its head, as the forge said last; nil: not asked yet.
  package var commit: String?
  /// The numbers of the comments that an operator has seen; nil: none.
  package var read: [Int64]?
  /// When something of it changed last; nil: nothing has.
  package var changed: Timestamp?

  /// A request that was just opened.
  package init(
    repository: ForgeRepository, number: Int, url: String, state: PullRequest.State = .open, isDraft: Bool = false, ci: CIState = .none,
    checks: [CICheck] = [], hold: CIHold? = nil, notes: [ReviewNote] = [], handedOver: [Int64] = [], seen: Timestamp? = nil
  ) {
    self.repository = repository
    self.number = number
    self.url = url
    self.state = state
    self.isDraft = isDraft
    self.ci = ci
    self.checks = checks
    self.hold = hold
    self.notes = notes
    self.handedOver = handedOver
    self.seen = seen
  }
}
