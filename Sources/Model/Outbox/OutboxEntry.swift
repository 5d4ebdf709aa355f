/// One task's publication as a pull request, or as a branch alone: everything that it needs, and how far it has come. Committed before anything leaves; a task has one at most.
package struct OutboxEntry: Hashable, Sendable, Codable, Identifiable {
  /// Whose.
  package var task: TaskID
  /// Its place in the order of approvals, given by the store.
  package var place: Int64 = 0
  /// What the request's body and the comment carry, so that they are recognised: sixteen hexadecimal digits.
  package var token: String
  /// Where the request is opened; of a branch alone what the remote's address names.
  package var repository: ForgeRepository
  /// What kind of forge that is; nil: the branch is pushed, and no forge is asked for anything.
  package var kind: ForgeKind?
  /// The remote that the branch is pushed to.
  package var remote: String
  /// Who approved it.
  package var author: String
  /// When.
  package var created: Timestamp

  /// What is committed.
  package var plan: CommitPlan
  /// The commit's name; nil: its parent has to be fetched first.
  package var commit: String?
  /// What the request is opened or updated with. `head` is the branch: as wished until it is pushed, then as it is called.
  package var text: PullRequestText
  /// Whether an open request keeps the title that it has.
  package var keepsTitle = false
  /// Whether an open request stays on the base that it has.
  package var keepsBase = false
  /// Whether an open request stays as ready as it is.
  package var keepsReadiness = false
  /// The request that is brought up to date; nil: one is opened.
  package var number: Int?
  /// That request as the task remembers it.
  package var earlier: PublishedRequest?
  /// By what its checks are held; nil: they run.
  package var hold: CIHold?
  /// The issue that the ticket is; nil: it is on no forge, or on another.
  package var issue: IssueReference?
  /// Whether the issue is commented on.
  package var comments = false
  /// Whether the issue is closed at once.
  package var closes = false
  /// What would happen, for people: a line each.
  package var rehearsal: [String] = []

  /// What is done.
  package var done: [OutboxStep] = []
  /// The request, once it is open.
  package var request: PublishedRequest?
  /// Why it does not go on.
  package var wait: OutboxWait?
  /// How often in a row the present step has failed.
  package var tries = 0

  /// One task's name.
  package var id: TaskID { task }

  /// A new entry.
  package init(
    task: TaskID, token: String, repository: ForgeRepository, kind: ForgeKind?, remote: String, author: String, created: Timestamp,
    plan: CommitPlan, commit: String?, text: PullRequestText
  ) {
    self.task = task
    self.token = token
    self.repository = repository
    self.kind = kind
    self.remote = remote
    self.author = author
    self.created = created
    self.plan = plan
    self.commit = commit
    self.text = text
  }

  /// What has to be done in all.
  package var steps: [OutboxStep] {
    if kind == nil { return [.push] }
    var steps: [OutboxStep] = [.push, .request]
    if !text.labels.isEmpty || heldLabel != nil && number != nil { steps.append(.labels) }
    if comments, issue != nil { steps.append(.comment) }
    if closes, issue != nil { steps.append(.state) }
    return steps
  }

  /// What is to be done next; nil: all is done.
  package var next: OutboxStep? { steps.first { !done.contains($0) } }

  /// With which step the task is published.
  package var publishingStep: OutboxStep { kind == nil ? .push : .request }

  /// Whether the task is published: what is left needs no workspace.
  package var isPublished: Bool { done.contains(publishingStep) }

  /// Where it goes, in words.
  package var placeWords: String { kind == nil ? remote : "\(repository.host)/\(repository.path)" }

  /// Whether the branch was seen to be pushed.
  package var isPushed: Bool { done.contains(.push) }

  /// The label that is kept away while the checks are held.
  package var heldLabel: String? { if case .label(let name)? = hold { name } else { nil } }

  /// Whether it waits for an operator: also what should pass by itself and has not for eight tries, some twenty minutes.
  package var needsOperator: Bool { wait.map { $0.reason != .passing || tries >= 8 } ?? false }

  /// The same without what lists do not need.
  package var listed: OutboxEntry {
    var copy = self
    copy.rehearsal = []
    copy.text.body = ""
    copy.plan.message = ""
    copy.earlier = nil
    copy.request?.notes = []
    copy.request?.checks = []
    return copy
  }

  /// What becomes of the task's record.
  package var publication: Publication {
    Publication(kind: kind == nil ? .branch : .pr, ref: text.head, url: request?.url, commit: commit, request: request)
  }

  /// The mark by which a comment is recognised; forges do not show it.
  package var mark: String { "<!-- carrel:\(task):\(token) -->" }
}
