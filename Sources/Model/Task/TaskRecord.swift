/// All that is known about a task: the one stored fact that the command line, the interface and the service show. Changed only by the task machine.
package struct TaskRecord: Hashable, Sendable, Codable, Identifiable {
  // What was asked for.

  /// Its name.
  package var id: TaskID
  /// The ticket. In lists its body is left out (`listed`).
  package var ticket: Ticket
  /// The ticket as its issue is now, when that was seen to have changed; nil: it is as it was. Left out in lists.
  package var issueNow: Ticket?
  /// Where the code comes from.
  package var repository: RepositoryLocation
  /// The base reference as asked for; nil: the source's own.
  package var base: String?
  /// The engine's name.
  package var engine: String
  /// The model; nil: the engine's default.
  package var model: String?
  /// How much it may do without asking.
  package var mode: TaskMode
  /// The engine's effort word, if asked for.
  package var effort: String?
  /// The engine that goes on when this one's usage limit is reached; nil: it waits for the reset.
  package var fallback: String?
  /// Higher comes first.
  package var priority: Int
  /// Tasks that must be done first.
  package var dependsOn: [TaskID]
  /// What it may use.
  package var limits: TaskLimits
  /// Its steps and how far it has come; nil: it is one piece of work.
  package var chain: StepChain?
  /// The tasks that try the same ticket side by side; nil: it is alone.
  package var group: AttemptGroup?
  /// The task whose work it begins with, besides being after it.
  package var startsFrom: TaskID?
  /// Whether another task begins with its work.
  package var handsOver: Bool = false
  /// The list that it was queued with, when that has canaries; nil: it has none.
  package var batch: LaunchBatch?
  /// What an operator added to its brief, with the places of `BriefTemplate`; nil: nothing.
  package var briefAddition: String?

  // Where it stands.

  /// The phase.
  package var phase: TaskPhase
  /// What it is doing or waiting for, in words, for the list ("cloning", "after T3", "retry in 8 s"); empty when the phase says all.
  package var detail: String = ""
  /// Why the operator is needed, or nil.
  package var attention: Attention?
  /// Requests that wait for an answer, oldest first.
  package var requests: [AgentRequest] = []
  /// When it was queued.
  package var created: Timestamp
  /// When its first turn began.
  package var started: Timestamp?
  /// When it ended.
  package var ended: Timestamp?
  /// When the phase was entered.
  package var phaseSince: Timestamp
  /// Why it failed, or what the last retry was for.
  package var error: TaskFailure?
  /// Automatic retries so far.
  package var retries: Int = 0
  /// Not before this moment (back-off).
  package var notBefore: Timestamp?

  // The work.

  /// Which attempt this is, from 1 once it was prepared.
  package var attempt: Int = 0
  /// The brief of the attempt; left out in lists.
  package var brief: String?
  /// The engine's own conversation id.
  package var sessionID: String?
  /// What the engine was last given and not yet answered with a finished turn: set and committed before a prompt is written, cleared with `turnDone`.
  package var promptInFlight: Bool = false
  /// The prompt that the engine was last given, for a retry; left out in lists.
  package var lastPrompt: String?
  /// Messages that wait for the running turn to end, oldest first.
  package var pendingMessages: [String] = []
  /// Model turns used, over all attempts.
  package var turns: Int = 0
  /// Money used in US dollars, over all attempts.
  package var costUSD: Double = 0
  /// Money used in the present session: engines that report running totals go on counting from it when it is resumed.
  package var sessionCostUSD: Double = 0
  /// Tokens used, over all attempts.
  package var tokens = TokenCount()
  /// Whether the engine has reported no usage although it worked.
  package var unmetered: Bool = false
  /// Seconds spent running (not waiting), over all attempts, up to `phaseSince`.
  package var runningSeconds: Double = 0
  /// The agent's own list of steps.
  package var plan: [PlanEntry] = []
  /// The agent's closing words.
  package var summary: String = ""
  /// How its agent is shut in.
  package var sandbox: SandboxSummary?
  /// Which credential source it used ("ANTHROPIC_API_KEY from the environment"); never the value.
  package var credential: String?
  /// Seen by the engine as denied: tools that the rules did not allow.
  package var deniedTools: Int = 0

  /// Hosts that an operator allowed it, beside what holds for its engine and repository; nil: none.
  package var allowedHosts: [HostRule]?
  /// What its programs did with hosts, the most recent first, as last noted; nil: nothing.
  package var hosts: [HostUse]?

  // The workspace and its change.

  /// The commit that the work starts from.
  package var baseCommit: String?
  /// How the change, in review, stands to its branch; nil: it merges, or nobody has looked.
  package var standing: MergeStanding?
  /// The branch name that the base reference stood for, for `merge`.
  package var baseBranch: String?
  /// The workspace's directory; nil when there is none.
  package var workspacePath: String?
  /// Bytes in the workspace, as last counted.
  package var workspaceBytes: Int64 = 0
  /// The change as last measured.
  package var diff: DiffSummary?
  /// The states that turns left and that rewinds replaced, oldest first; left out in lists.
  package var checkpoints: [Checkpoint] = []
  /// The tree that the running or the next turn begins with; nil: the base.
  package var turnStart: String?
  /// What the engine is to be told with the next prompt, besides it.
  package var engineNote: String?
  /// When the change was last measured at the end of a turn; the date of the published commit.
  package var workEnded: Timestamp?
  /// The commit, made of another task's work, that its workspace begins with; nil: the base.
  package var startCommit: String?
  /// The commit of its work that another task begins with, once it is made.
  package var handedCommit: String?
  /// Whether the repository's `setup` command has run in the workspace.
  package var isSetUp: Bool = false
  /// What the operator said about the repository's own setup script: "allow" or "deny", a space, and the name of the script's content.
  package var setupAnswer: String?
  /// What the repository's `check` command said at the end of the last turn.
  package var check: CheckResult?
  /// What its runs and claims had come to at the end of the last turn; nil: nothing was run or claimed, or a turn goes on.
  package var evidence: EvidenceMark?
  /// The last tree that was shown to an operator.
  package var shownTree: String?
  /// What operators ticked of the sensitive files: a stamp by path. A file that changed since has another stamp.
  package var ticks: [String: String]?
  /// What operators took out of what is published, by path; nil: nothing.
  package var takenOut: [String: TakenOut]?
  /// The sensitive files of the work that another task begins with: a stamp by path.
  package var handedSensitive: [String: String]?
  /// Sensitive files of the work that it begins with, which nobody had ticked then: a stamp by path.
  package var untickedBefore: [String: String]?
  /// The branch it is or would be published as.
  package var branch: String?
  /// Where it went.
  package var published: Publication?
  /// Whether the morgue holds work of it that was never published.
  package var inMorgue: Bool = false

  /// A newly queued task.
  package init(
    id: TaskID, ticket: Ticket, repository: RepositoryLocation, base: String? = nil, engine: String, model: String? = nil,
    mode: TaskMode = .auto, effort: String? = nil, priority: Int = 0, dependsOn: [TaskID] = [], limits: TaskLimits = TaskLimits(),
    created: Timestamp
  ) {
    self.id = id
    self.ticket = ticket
    self.repository = repository
    self.base = base
    self.engine = engine
    self.model = model
    self.mode = mode
    self.effort = effort
    self.priority = priority
    self.dependsOn = dependsOn
    self.limits = limits
    self.phase = .queued
    self.created = created
    self.phaseSince = created
  }

  /// The same without what lists do not need: the ticket's body and the brief.
  package var listed: TaskRecord {
    var copy = self
    copy.ticket.body = ""
    copy.issueNow = nil
    copy.brief = nil
    copy.lastPrompt = nil
    copy.hosts = blockedHosts.isEmpty ? nil : Array(blockedHosts.prefix(10))
    copy.checkpoints = []
    copy.engineNote = nil
    copy.chain = chain?.listed
    copy.published?.request = published?.request?.listed
    copy.check?.tail = String((check?.lastLines(5) ?? []).joined(separator: "\n").suffix(1000))
    return copy
  }
}
