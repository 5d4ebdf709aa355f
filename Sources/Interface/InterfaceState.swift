package import Model
package import Screen
package import Wire

/// Everything the interface knows. A value: changed only by `update`, drawn by `draw`. What it says about tasks comes from the service's facts alone, so two
/// operators see the same.
package struct InterfaceState: Sendable {
  // What it was told at the start.

  /// The keys.
  package internal(set) var keymap: Keymap
  /// A word beside the program's name.
  package let place: String
  /// The operator's name.
  package let author: String
  /// The current directory.
  package let directory: String
  /// The themes that can be chosen.
  package let themes: [String]

  // The service's facts.

  /// How it stands to the service.
  package internal(set) var connection: Connection = .connecting
  /// All tasks.
  package internal(set) var tasks: [TaskID: TaskRecord] = [:] {
    didSet { revision &+= 1 }
  }
  /// Sums over them, as of the last action.
  package internal(set) var tally = TaskTally()
  /// The queue; nil before the first attach.
  package internal(set) var queue: QueueStatus?
  /// The engines' names, default first.
  package internal(set) var engines: [String] = []
  /// The default sandbox.
  package internal(set) var sandbox: SandboxSummary?

  /// The task of a found place that the panes are to show once it is loaded.
  package internal(set) var wantedPlace: WantedPlace?
  /// What was used and waited, as the service last told.
  package internal(set) var statistics: StatisticsReport?
  /// Which tasks are in each other's way, as the service last told.
  package internal(set) var conflicts: [CollisionReport]?
  /// The timeline of the task last asked for.
  package internal(set) var timeline: TaskTimeline?
  /// What the agent of the task last asked for really ran, beside what it claims.
  package internal(set) var evidence: Evidence?
  /// The task last asked for because of its pull request, whole.
  package internal(set) var pulled: TaskRecord?

  // The terminal.

  /// Its size.
  package internal(set) var size: Size
  /// Whether it has the focus.
  package internal(set) var hasFocus = true
  /// The time as last told.
  package internal(set) var now: Timestamp
  /// The theme in use.
  package internal(set) var theme: String
  /// What its file says about it.
  package internal(set) var themeAbout = ""
  /// What the configuration says, and where; the settings page.
  package internal(set) var settings: [SettingRow] = []
  /// In which way tasks are published when nobody says.
  package internal(set) var publication = UsualPublication()
  /// The widths that the operator gave the panes.
  package internal(set) var shares = PaneShares()
  /// The border that the mouse holds.
  package internal(set) var heldBorder: PaneBorder?

  // What is on the screen.

  /// The task list.
  package internal(set) var list = TaskListState()
  /// The pane with the focus.
  package internal(set) var focus: Pane = .list
  /// The pane that stands beside the list where there is room for one only.
  package internal(set) var beside: Pane = .transcript
  /// Whether the focused pane has the whole screen.
  package internal(set) var isZoomed = false
  /// Transcript and diff of the tasks looked at.
  package internal(set) var panes = PaneCache()
  /// The task that the panes show, and what they were asked for.
  package internal(set) var shown: TaskID?
  /// Requests of agents: which has the focus, what was chosen.
  package internal(set) var requests = RequestsState()
  /// Who asks what, as of the last action.
  var askers = AskIndex()
  /// The text being sought in the pane with the focus, while it is typed.
  package internal(set) var paneSearch: TextBuffer?
  /// What lies over the panes; the last one has the keys.
  package internal(set) var modals: [Modal] = []
  /// Programs on terminals of their own in tasks' sandboxes, oldest first.
  package internal(set) var attachments: [Attachment] = []
  var nextAttachment = 1
  /// Messages not sent yet, by whom they are for.
  package internal(set) var drafts: [ComposerTarget: String] = [:]
  /// The sheet that was left with `Esc`.
  package internal(set) var sheetDraft: IntakeState?
  /// The issues page as it was left, and the number of its last question.
  var issuesKept: IssuesState?
  var issuesEdition = 0
  /// Messages sent, oldest first.
  package internal(set) var history: [String] = []
  /// The line at the bottom.
  package internal(set) var toast: Toast?
  /// The log page's lines, oldest first; at most `logLimit`.
  package internal(set) var log: [LogLine] = []
  /// The engines as the service last told.
  package internal(set) var engineStatus: [EngineStatus]?
  /// What waits to be published, as the service last told.
  package internal(set) var outbox: [TaskID: OutboxEntry] = [:]
  /// The rules as the service last told.
  package internal(set) var rules: [AnswerRule]?
  /// What happened while the operator was away; nil: nothing, or read.
  package internal(set) var sinceLeft: String?
  /// Since when that counts: what the operator had seen before; nil: they were never here.
  package internal(set) var sinceMark: SeenMark?
  /// The other operators, and whose tasks are whose.
  package internal(set) var presence = Presence() {
    didSet { presenceRevision &+= 1 }
  }
  /// What can be undone, oldest first.
  package internal(set) var undoSteps: [UndoStep] = []

  // Bookkeeping.

  /// Requests without a reply.
  package internal(set) var pending: [Int: Pending] = [:]
  var nextRequest = 1
  /// Grows with every change of the tasks; what the sums and the list were last made of.
  var revision = 0
  var tallied = 0
  /// The tasks that were put one by one since the list was last settled.
  var touched: [TaskID] = []
  /// Why commands cannot be done to any of the marked tasks, and the marks and tasks that it was found out for.
  /// Grows with every word of who is here.
  var presenceRevision = 0
  var barred: [Command: String] = [:]
  var barredFor: [Int] = []
  var seen: SeenMark?
  /// Where the service believes that we look.
  var toldPlace: OperatorPlace?
  /// When the operator last did something, and whether the terminal tells of its focus.
  var lastInput: Timestamp
  var reportsFocus = false
  var title = ""
  /// The sheet's edition that the service last looked at, and the highest that any sheet had.
  var sheetChecked: Int?
  var lastEdition = 0
  static let logLimit = 1000

  /// The state at the start.
  package init(_ setup: InterfaceSetup) {
    keymap = setup.keymap
    place = setup.place
    author = setup.author
    directory = setup.directory
    themes = setup.themes
    theme = setup.theme
    size = setup.size
    now = setup.now
    lastInput = setup.now
    seen = setup.seen
    settings = setup.settings
    publication = setup.publication
    for problem in setup.keymap.problems { log.append(LogLine(time: setup.now, level: .warning, text: problem)) }
    if let first = setup.keymap.problems.first { toast = Toast(.warning, first) }
  }

  /// What the operator has seen by now, to be kept when they detach.
  package var seenMark: SeenMark { SeenMark(time: now, tasks: tasks.values) }
}
