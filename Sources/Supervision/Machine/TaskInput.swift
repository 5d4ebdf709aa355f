package import Model

/// What can happen to a task: the only things that change one. Printed, compared and replayed in tests.
package enum TaskInput: Hashable, Sendable {
  /// The queue gave it a slot.
  case admitted
  /// Its workspace stands, new or kept.
  case prepared(Preparation)
  /// Its workspace could not be made.
  case prepareFailed(TaskFailure)
  /// There is no room for its workspace; in words, for as long as it waits.
  case noRoom(String)
  /// The repository brings a setup script that nobody has said yes or no to: its content's name, the question and the script.
  case setupAsked(script: String, question: String, text: String)
  /// Its sandbox cannot be had as configured and an operator must say what to do.
  case sandboxMissing(String)
  /// Its agent's process runs, in this session.
  case agentStarted(session: String, sandbox: SandboxSummary, credential: String?)
  /// Its agent could not be started.
  case agentRefused(TaskFailure)
  /// Its agent did something.
  case agent(AgentEvent)
  /// Its idle agent was ended to make room; it can be resumed.
  case agentParked
  /// An operator wrote a message.
  case message(text: String, author: String)
  /// An operator answered; nil: the only open request.
  case answered(request: String?, answer: AgentAnswer, author: String)
  /// An operator interrupts the turn.
  case interrupted
  /// An operator stops it.
  case stopped(author: String)
  /// A limit of ours was reached, in words.
  case limitReached(String)
  /// Its agent was frozen for so many seconds of its running time.
  case stoodStill(seconds: Double)
  /// No event for so long; in words.
  case silent(String)
  /// The change was measured; `final` at the end of a turn.
  case measured(DiffSummary, final: Bool)
  /// A state of the workspace is kept, before its files are set back.
  case kept(Checkpoint)
  /// The workspace's files are what they were at a checkpoint; what that took away, which checkpoint keeps it, who asked.
  case rewound(to: String, DiffSummary, lost: [String], kept: String?, author: String)
  // Merges.

  /// How its change stands to its branch; nil: it merges.
  case stood(MergeStanding?)
  /// Its workspace stands on this commit from now on.
  case basedOn(String)
  /// Its change was brought onto the present state of its branch.
  case rebased(Rebase)

  /// How many bytes its workspace takes.
  case weighed(Int64)
  /// The change could not be measured.
  case measureFailed(TaskFailure, final: Bool)
  /// A command of the repository's configuration was started beside the agent: "setup" or "check", and the command.
  case commandStarted(String, String)
  /// Something that is to be read in its transcript.
  case remarked(String)
  /// The repository's check has ended.
  case checked(CheckResult)
  /// What was run and claimed by the end of the turn, in short.
  case evidenced(EvidenceMark?)
  /// The repository's setup has ended.
  case setUp(CheckResult)
  /// The chain's last step begins to publish this tree.
  case stepPublishes(tree: String)
  /// The chain cannot publish by itself; why.
  case publishingHeld(String)
  /// Its work so far is a commit that another task can begin with; the stamps of its sensitive files, by path.
  case handedOver(commit: String, sensitive: [String: String] = [:])
  /// Its work so far could not be handed over; why.
  case handOverFailed(String)
  /// It begins with another task's work: the commit, the branch that it stands on, what its steps handed on, the stamps of its sensitive files that nobody
  /// had ticked.
  case inherited(commit: String, branch: String?, [StepOutcome], unticked: [String: String] = [:])
  /// A diff was shown to an operator.
  case shown(tree: String)
  /// An operator ticked sensitive files, or took ticks away: the stamp by path, empty for none. `present` are the stamps that hold now; other ticks go.
  case ticked([String: String], present: [String: String])
  /// Operators took this out of what is published, by path: all of it, as it is now. What is said of it, and how loudly.
  case takenOut([String: TakenOut], note: String, NoticeLevel = .info)
  /// An operator approved it.
  case approved(author: String)
  /// It is published.
  case published(Publication)
  /// It could not be published.
  case publishFailed(String)
  /// Its publication waits in the outbox, or goes on again (empty); whether an operator is needed.
  case publishingWaits(String, needsOperator: Bool)
  // What comes after a pull request was opened.

  /// The forge was asked about its pull request; what was so when it was asked. `always`: also what did not change is noted.
  case followed(RequestReading, RequestQuestion, always: Bool = false)
  /// An operator has seen what came of its pull request.
  case requestRead
  /// An operator hands comments on its pull request to the agent, by their numbers.
  case reviewsSent(text: String, notes: [Int64], author: String)
  /// The checks of its pull request are let go: the commit that is at the head of its branch now, nil: the same; how, in words.
  case released(commit: String?, how: String, author: String)
  /// An operator discards it.
  case discarded(author: String)
  /// Its workspace is gone; whether the morgue holds what was never published.
  case removed(sealed: Bool)
  /// Its workspace could not be removed; why.
  case removeFailed(String)
  /// Its work is back from the morgue.
  case restored(path: String, baseCommit: String)
  /// The provider's usage limit is over.
  case usageLimitPassed
  /// An operator lets it go on after an end; with `fresh` its old workspace is gone already.
  case retried(RetryChange)
  /// An operator changed the model.
  case modelChosen(String)
  /// An operator changed the priority.
  case priorityChosen(Int)
  /// What the list says while it waits in the queue ("after T3").
  case held(String)
  /// The credential it needs is known to be dead.
  case credentialDead(String)
  /// A credential that was dead is there again.
  case credentialBack
  /// Its programs were refused a host for the first time.
  case hostRefused(HostUse)
  /// What its programs did with hosts so far, the most recent first.
  case hostsUsed([HostUse])
  /// An operator allows hosts, or takes it back.
  case hostsAllowed([HostRule], HostScope, forget: Bool, author: String)
  // The issue that it came from.

  /// The issue was looked at again; the ticket that it would be now.
  case issueSeen(Ticket)
  /// An operator gives it the changed text of its issue.
  case issueTaken(author: String)
  // Rules and batches.

  /// Its agent asks what a rule answers; who answered, in words.
  case ruled(AgentRequest, AgentAnswer, by: String)
  /// An operator lets it start without waiting for the canaries of its list any longer.
  case letGo(author: String)
  /// An operator adds to the brief that it will be given; nil takes that back.
  case briefAdded(String?, author: String)
  /// The service was started again after it had ended in the middle.
  case restarted
}
