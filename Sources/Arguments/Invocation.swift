package import Model

/// What a command line asks for, checked and typed.
package enum Invocation: Hashable, Sendable {
  /// The full-screen interface, or lines of text.
  case interface(plain: Bool)
  /// Queue tickets.
  case add(AddOptions)
  /// Queue issues of a forge or tracker.
  case importIssues(ImportOptions)
  /// List tasks: in these states (all when empty); `all`: those of the archive too.
  case list(states: [TaskPhase], attention: Bool, all: Bool, json: Bool)
  /// Print how many tasks ask what, on one line, without starting a service.
  case attention(AttentionFormat)
  /// Find a text in all tasks ever.
  case search(String, limit: Int, json: Bool)
  /// Add up use and time; nil: all tables.
  case statistics(by: UsageGrouping?, json: Bool, ascii: Bool)
  /// Show one task.
  case show(TaskID, json: Bool)
  /// Print a transcript.
  case transcript(TaskID, follow: Bool, json: Bool)
  /// Print a change.
  case diff(DiffOptions)
  /// List the kept states of a workspace.
  case checkpoints(TaskID, json: Bool)
  /// Set a workspace's files back to a kept state.
  case rewind(TaskID, turn: String, yes: Bool, takeOver: Bool = false)
  /// Send a message.
  case send(TaskID, TextSource, takeOver: Bool = false)
  /// Hand over what came of a pull request.
  case sendReviews(ReviewOptions)
  /// Ask the forges about the pull requests of these tasks; nil: of all.
  case refresh([TaskID]?)
  /// Let the checks of pull requests go; `yes`: also of what was not looked at.
  case release([TaskID], yes: Bool, takeOver: Bool = false)
  /// Answer a request.
  case answer(AnswerOptions)
  /// Approve and publish.
  case approve(PublishOptions)
  /// Compare the attempts at a task's ticket.
  case compare(TaskID, json: Bool)
  /// Show which tasks are in each other's way.
  case conflicts(ConflictOptions)
  /// Bring tasks' changes onto the present state of their branch.
  case rebase([TaskID], takeOver: Bool = false)
  /// Print what was really run, beside what is claimed.
  case evidence(TaskID, json: Bool)
  /// Discard the tasks, or all other attempts at their tickets.
  case discard([TaskID], others: Bool, yes: Bool, takeOver: Bool = false)
  /// Go on after an end.
  case retry([TaskID], RetryChange, takeOver: Bool = false)
  /// Change a task's model.
  case model(TaskID, String)
  /// Show a task's network.
  case hosts(TaskID, json: Bool)
  /// Allow hosts, or take it back; empty: the one that was refused last.
  case allow(TaskID, [HostRule], scope: HostScope, forget: Bool)
  /// Stop.
  case stop([TaskID])
  /// Bring back discarded work.
  case undelete(TaskID)
  /// Remove what the clean-up policy kept.
  case clean(yes: Bool)
  /// Compact a conversation.
  case compact(TaskID)
  /// Show the queue (nil) or change it.
  case queue(QueueChange?)
  /// Let those of a task's list start that wait for its canaries.
  case letGo(TaskID)
  /// List what waits to be published.
  case outbox(json: Bool)
  /// Let these try again, all when none is named.
  case outboxRetry([TaskID])
  /// Take these out.
  case outboxDrop([TaskID], yes: Bool)
  /// Show what one does.
  case outboxShow(TaskID)
  /// List the rules, after these are revoked.
  case rules(revoke: [RuleID], json: Bool)
  /// Print a brief, or add to briefs.
  case brief(BriefOptions)
  /// Wait for tasks.
  case wait(WaitOptions)
  /// A shell, or a command, in a task's sandbox.
  case shell(TaskID, command: [String])
  /// The engine's own interface on a task's conversation, in its sandbox.
  case attach(TaskID)
  /// List engines.
  case engines(json: Bool)
  /// List models, of one engine or all.
  case models(engine: String?, json: Bool)
  /// List forges; `check`: ask each.
  case forges(check: Bool, json: Bool)
  /// Install an engine in its own documented way.
  case installEngine(String, yes: Bool)
  /// List themes, or show one.
  case themes(String?)
  /// Print the keys in force, of one table or all.
  case keys(String?)
  /// Look for what is wrong.
  case doctor(json: Bool, fix: Bool)
  /// Look at the configuration.
  case config(ConfigurationQuery)
  /// Start, stop, look at or be the service.
  case service(ServiceCommand)
  /// Decode a recorded stream.
  case replay(engine: String, file: String)
  /// Print completions: `CompletionScript.render`.
  case completions(CompletionShell)
  /// The demonstration.
  case demo
  /// Print the version.
  case version
  /// Explain a command, or all: `HelpPage.render`.
  case help(command: String?)
  /// Be an agent of the Agent Client Protocol.
  case agent(AgentOptions)
  /// Be the demonstration's engine, with these arguments.
  case demoEngine([String])
  /// Be git's credential helper.
  case credential(CredentialOperation)
  /// Words for completion, one a line.
  case complete(CompletionKind)
  /// Print the manual page: `ManualPage.render`.
  case manual
}
