package import Model
package import Screen
internal import Wire

/// Everything the interface knows. A value: changed only by `update`, drawn by `draw`. What it says about tasks comes from the service's facts alone, so two
/// operators see the same.
package struct InterfaceState: Sendable {
  // What it was told at the start.

  /// The keys.
  package let keymap: Keymap
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
  /// The timeline of the task last asked for.
  package internal(set) var timeline: TaskTimeline?

  // The terminal.

  /// Its size.
  package internal(set) var size: Size
  /// Whether it has the focus.
  package internal(set) var hasFocus = true
  /// The time as last told.
  package internal(set) var now: Timestamp
  /// The theme in use.
  package internal(set) var theme: String

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
  /// Messages not sent yet, by whom they are for.
  package internal(set) var drafts: [ComposerTarget: String] = [:]
  /// The sheet that was left with `Esc`.
  package internal(set) var sheetDraft: IntakeState?
  /// Messages sent, oldest first.
  package internal(set) var history: [String] = []
  /// The line at the bottom.
  package internal(set) var toast: Toast?
  /// The log page's lines, oldest first; at most `logLimit`.
  package internal(set) var log: [LogLine] = []
  /// The engines as the service last told.
  package internal(set) var engineStatus: [EngineStatus]?
  /// The rules as the service last told.
  package internal(set) var rules: [AnswerRule]?
  /// What happened while the operator was away; nil: nothing, or read.
  package internal(set) var sinceLeft: String?
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
  var barred: [Command: String] = [:]
  var barredFor: [Int] = []
  var seen: SeenMark?
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
    seen = setup.seen
    for problem in setup.keymap.problems { log.append(LogLine(time: setup.now, level: .warning, text: problem)) }
    if let first = setup.keymap.problems.first { toast = Toast(.warning, first) }
  }

  /// What the operator has seen by now, to be kept when they detach.
  package var seenMark: SeenMark { SeenMark(time: now, costUSD: tally.costUSD) }
}
