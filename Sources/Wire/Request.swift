package import Model

/// What a client asks the service. Each is answered by exactly one `Reply` with the same number.
package enum Request: Hashable, Sendable, Codable {
  /// The first message of every connection: who speaks, and the values of the environment variables that the service named as wanted by engines
  /// (`Hello.wantedVariables`); never the whole environment.
  case hello(ClientHello)
  /// Named credentials and `SSH_AUTH_SOCK`, after the service said which it wants. Kept in memory only.
  case credentials([String: String])
  /// From now on send notices; the reply is `attached` with everything as it is.
  case attach
  /// The tasks of the live list, listed; `allTasks` has those of the archive too.
  case tasks
  /// One task with body and brief.
  case task(TaskID)
  /// Reads a list without queueing anything: fills in engines, repositories, problems, duplicates.
  case preview(EnqueueRequest)
  /// Reads a pasted list: the text as it came, and what holds for all of its rows (the request's own drafts are passed over). Queues nothing;
  /// answered by `preview` with the drafts and the remarks.
  case read(text: String, EnqueueRequest)
  /// Queues the used drafts, all or none.
  case enqueue(EnqueueRequest)
  // Issues of forges and trackers.

  /// One page of issues, each with the task that stands for it; answered by `issues`.
  case issues(IssueQuestion)
  /// The texts of issues by name, at most fifty: addresses, `owner/repo#12`, `#12` beside the repository (nil: the directory), `OPS-7`. Answered by `fetched`.
  case fetchIssues([String], repository: String?, directory: String)
  /// Queue the issues that no task stands for yet, and mark the tasks whose issue changed; answered by `imported`.
  case importIssues(ImportRequest)
  /// Give a task the changed text of its issue: as its own while it waits, else as a message. Answered by `text`.
  case takeIssue(TaskID, author: String)

  /// The brief that a draft would be started with.
  case brief(EnqueueRequest, row: Int)
  /// Entries of a task's transcript: up to `limit` after `after`, or the last ones before `before`.
  case transcript(TaskID, after: Int64?, before: Int64?, limit: Int)
  /// The changed files as they were measured last; they are measured anew meanwhile, and what comes out otherwise is told as the task's notice.
  case diff(TaskID)
  /// The changed files, measured now.
  case diffNow(TaskID)
  /// The unified diff text of these paths (all when empty) at a tree; marks the tree as shown. `context` lines around changes.
  case diffText(TaskID, tree: String, paths: [String], context: Int, ignoreWhitespace: Bool)
  /// The files that a part of the change is about, measured now; the listing's `base` is what it is compared with.
  case diffScope(TaskID, DiffScope)
  /// As `diffText`, between two trees or commits of the task; marks nothing as shown.
  case diffTextBetween(TaskID, from: String, to: String, paths: [String], context: Int, ignoreWhitespace: Bool)
  /// The kept states of a task's workspace.
  case checkpoints(TaskID)
  /// Set the workspace's files back to a checkpoint ("0": the base); answered by `text`.
  case rewind(TaskID, checkpoint: String, author: String)
  // Merges.

  /// Which tasks are in each other's way, in which order to publish them, and what comes of it; answered by `conflicts`.
  case conflicts(CollisionQuestion)
  /// Bring a task's change onto the present state of its branch; what does not merge goes to its agent. Answered by `text`.
  case rebase(TaskID, author: String)

  /// The task that this client's operator looks at now; nil: none. Its change is brought up to date more often. `at`: where in it, for other operators.
  case viewing(TaskID?, at: ViewPlace? = nil)
  // Other operators and status bars.
  /// Ask for the lease of a task, hand it over, take it; answered by `text`.
  case lease(TaskID, LeaseAct)
  /// How many tasks ask what; answered by `attention`.
  case attention
  /// A message to the agent.
  case send(TaskID, text: String, author: String)
  // What comes after a pull request was opened.

  /// Ask the forges about the pull requests of these tasks now; nil: of all. Answered by `text`.
  case refreshRequests([TaskID]?)
  /// The operator has seen what came of a task's pull request.
  case readRequest(TaskID)
  /// Hand comments and failed checks of a task's pull request to its agent; answered by `text`.
  case sendReviews(TaskID, ReviewOrder, author: String)
  /// Let the checks of a task's pull request go; `looked`: the operator has looked at the change elsewhere. Answered by `text`.
  case release(TaskID, looked: Bool)
  /// An answer to a request; nil: the only open one.
  case answer(TaskID, request: String?, answer: AgentAnswer, author: String)
  /// Tick sensitive files of the change, or take ticks away: the stamp by path that was shown, empty to take away.
  case tick(TaskID, [String: String])
  // A reviewer's tools.

  /// Take a file or hunks of it out of what is published, or put them back; answered by `text`.
  case takeOut(TaskID, TakeOutWish)
  /// How far this client's operator is with reading a change; answered by `review`.
  case review(TaskID)
  /// Which pieces of a change this client's operator reviewed in other tasks; answered by `seenHunks`.
  case seenHunks(TaskID, tree: String)
  /// Keep how far this client's operator is, over detaching.
  case keepReview(TaskID, OperatorReview)
  /// Which tool call or turn wrote the lines of a file as it is at a tree; answered by `blame`.
  case blame(TaskID, path: String, tree: String)

  /// Approve and publish.
  case approve(TaskID, ApproveOptions)
  // The outbox.

  /// What waits to be published as pull requests and branches; answered by `outbox`.
  case outbox
  /// What an entry does and how far it has come; answered by `text`.
  case outboxText(TaskID)
  /// Let entries try again now, all that wait when none is named; answered by `text`.
  case outboxRetry([TaskID])
  /// Take an entry out: before its request is open its task goes back to review; answered by `text`.
  case outboxDrop(TaskID)
  /// End without publishing.
  case discard(TaskID)
  /// End the other attempts at a task's ticket without publishing; answered by `text` with their ids, a line each.
  case discardOthers(TaskID)
  /// Go on after an end.
  case retry(TaskID, RetryChange)
  /// Stop, with the processes gone when it is answered.
  case stop(TaskID)
  /// Interrupt the running turn without ending the agent.
  case interrupt(TaskID)
  /// Bring a discarded or cleaned task's work back from the morgue.
  case undelete(TaskID)
  /// Remove what the clean-up policy kept.
  case clean
  /// Compact the agent's conversation.
  case compact(TaskID)
  /// Switch a task's model, live where the engine can.
  case setModel(TaskID, String)
  /// Change a queued task's priority.
  case setPriority(TaskID, Int)
  /// Pause or resume the queue.
  case queue(paused: Bool?)
  /// Freeze all agents, or let them go on.
  case freeze(Bool)
  /// Confirm `sandbox = none` for the task's repository.
  case confirmUnsandboxed(TaskID)
  /// What a task may reach and what came of it; answered by `hosts`.
  case hosts(TaskID)
  /// Allow hosts, or take it back; no hosts: the one that the task was refused last. Answered by `text`.
  case allowHosts(TaskID, [HostRule], scope: HostScope, forget: Bool)
  /// The command line that opens a shell in the task's sandbox: the client runs it on its own terminal.
  case shell(TaskID, command: [String])
  /// Open the engine's own interface on the task's conversation, in its sandbox: answered by `text` with the path of a socket on which the program's terminal is handed
  /// over once; the program lives as long as that connection.
  case openInterface(TaskID, author: String)
  // Answers and words for many tasks.

  /// An answer to a request and, by its scope, to all that ask the same; answered by `text`. `term` is for the scope of a repository.
  case answerMany(TaskID, request: String?, answer: AgentAnswer, scope: AnswerScope, term: RuleTerm, author: String)
  /// The rules, those that ended not long ago among them; answered by `rules`.
  case rules
  /// End rules; answered by `rules`.
  case revokeRules([RuleID])
  /// Take back that a rule was ended; answered by `rules`.
  case restoreRule(RuleID)
  /// Let the tasks of a task's list start that wait for its canaries; answered by `text`.
  case letGo(TaskID)
  /// How the briefs would change with this addition (nil: as they are): the task's own, or with `waiting` those of its list that wait. Answered by `briefs`.
  case briefs(TaskID, addition: String?, waiting: Bool)
  /// Put this addition, and no other, at the end of these tasks' briefs; empty: none. Answered by `text`.
  case setBriefs([TaskID], addition: String)
  /// What is known about the engines.
  case engines
  /// The models of an engine, or of every one that is ready; asked of the engines and their providers now.
  case models(engine: String?)
  /// The forges; with `check` each is asked now. Answered by `forges`.
  case forges(check: Bool)
  /// What is wrong and what was left behind; with `fix` what is certainly ours is removed.
  case doctor(fix: Bool?)
  /// How the service itself is.
  case status
  // The archive and the statistics.

  /// Every task that the store holds, also those that left the live list; answered by `tasks`.
  case allTasks
  /// The tasks in which a text is found: titles, tickets, transcripts, changes; best first.
  case search(text: String, limit: Int, offset: Int)
  /// What all tasks ever used and waited.
  case statistics
  /// What a task did when.
  case timeline(TaskID)
  // Claims and deeds.

  /// What a task's agent really ran, beside what it claims; answered by `evidence`.
  case evidence(TaskID)

  /// End the service: agents are ended so that their sessions can be resumed.
  case shutdown
}
