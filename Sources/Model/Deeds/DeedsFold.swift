/// Follows a task's transcript row by row: which tests, builds and lints were really run, how they ended as the engine reported it, and what changed after them.
/// Pure and bounded: the newest `most` runs are kept, and of each kind what the last one came to.
package struct DeedsFold: Hashable, Sendable {
  private struct Open: Hashable {
    var seq: Int64
    var time: Timestamp
    var turn: Int
    var kind: ToolCall.Kind
    var title: String
    var steps: [ShellStep]
    var isBackground: Bool
  }

  /// Runs that are kept at most.
  package static let most = 200
  /// Calls that are open at once at most; what is more is not followed.
  private static let mostOpen = 200

  /// The runs, by their ends, oldest first.
  package private(set) var deeds: [Deed] = []
  /// Runs that were left out, since there were too many: the oldest ones.
  package private(set) var left = 0
  /// What the runs have come to, by kind.
  package private(set) var runs: [DeedKind: LastRuns] = [:]
  /// The agent's last whole message.
  package private(set) var lastText = ""
  /// The last row taken.
  package private(set) var seq: Int64 = 0
  private var open: [String: Open] = [:]
  private var turn = 0
  private var isInTurn = false
  /// The tree that the last measured turn left, and the trees at the ends of the turns in which the last known runs of each kind were.
  private var tree: String?
  private var treesOfRuns: [DeedKind: String] = [:]

  /// Nothing read yet.
  package init() {}

  /// Takes the next row; rows that it had already are passed over.
  package mutating func apply(_ entry: TranscriptEntry) {
    guard entry.seq > seq else { return }
    seq = entry.seq
    switch entry.event {
    case .agent(let event): apply(event, entry)
    case .prompt: begin()
    case .snapshot(let summary): measured(summary.tree)
    case .attempt: anew()
    case .delta, .answered, .phase, .published, .note: break
    }
  }

  private mutating func apply(_ event: AgentEvent, _ entry: TranscriptEntry) {
    switch event {
    case .turnStarted: begin()
    case .textDone(_, let text): lastText = String(decoding: text.utf8.suffix(ClaimReader.longest), as: UTF8.self)
    case .toolStarted(let call): started(call, entry)
    case .toolFinished(let id, let status, let output, let code): finished(id, status, output, code, entry)
    case .fileChanged(let path, _): changed { $0.add(file: path) }
    case .turnDone, .exited: endTurn()
    default: break
    }
  }

  private mutating func begin() {
    guard !isInTurn else { return }
    isInTurn = true
    turn += 1
  }

  private mutating func endTurn() {
    for call in open.values.sorted(by: { $0.seq < $1.seq }) { end(call, .hidden(.cut), code: nil) }
    open = [:]
    isInTurn = false
  }

  /// A new attempt works in a new workspace: what was run in the old one says nothing about it.
  private mutating func anew() {
    endTurn()
    for kind in runs.keys { runs[kind]?.note { $0.isOtherTree = true } }
  }

  private mutating func measured(_ tree: String) {
    endTurn()
    for kind in DeedKind.allCases {
      guard let run = runs[kind]?.known ?? runs[kind]?.last else { continue }
      if run.turn == turn {
        treesOfRuns[kind] = tree
      } else if let known = treesOfRuns[kind], known != tree {
        runs[kind]?.note { $0.isOtherTree = true }
      }
    }
    self.tree = tree
  }

  private mutating func started(_ call: ToolCall, _ entry: TranscriptEntry) {
    if !isInTurn { begin() }
    guard open.count < Self.mostOpen else {
      if call.kind == .execute || call.kind == .other { changed { $0.add(command: String(call.title.prefix(240))) } }
      return
    }
    var steps: [ShellStep] = []
    var isBackground = false
    if [.execute, .read, .search, .other].contains(call.kind), let input = ToolCommand(call) {
      steps = ShellScript.steps(of: input.command)
      isBackground = input.isBackground
    }
    open[call.id] = Open(
      seq: entry.seq, time: entry.time, turn: turn, kind: call.kind, title: String(call.title.prefix(400)), steps: steps,
      isBackground: isBackground)
  }

  private mutating func finished(_ id: String, _ status: ToolStatus, _ output: String, _ code: Int?, _ entry: TranscriptEntry) {
    guard let call = open.removeValue(forKey: id) else { return }
    switch status {
    // What an operator or a rule refused was not run.
    case .denied: return
    case .cancelled: end(call, .hidden(.cut), code: nil)
    case .ok, .failed:
      if [.write, .edit, .delete].contains(call.kind) {
        if status == .ok, !call.title.isEmpty, !call.title.contains(", ") { changed { $0.add(file: call.title) } }
        return
      }
      // Claude and codex both call it well when a command goes on in the background.
      let goesOn = call.isBackground || output.hasPrefix("Command running in background") || output.hasPrefix("(goes on in the background")
      if goesOn { return end(call, .hidden(.background), code: nil) }
      if let code { return end(call, nil, code: code) }
      // Without an exit status nothing is taken for green. An engine that calls it failed may mean that it was never run.
      end(call, .hidden(status == .failed ? .broken : .untold), code: nil)
    }
  }

  /// The steps of a call that has ended, in their order.
  private mutating func end(_ call: Open, _ outcome: Deed.Outcome?, code: Int?) {
    for step in call.steps {
      switch step {
      case .change(let words): changed { $0.add(command: words) }
      case .run(let kind, let command, let isPart, let shown):
        let own = outcome ?? Self.outcome(shown, code: code ?? 0)
        let deed = Deed(
          seq: call.seq, time: call.time, turn: call.turn, kind: kind, command: command, isPart: isPart, outcome: own)
        add(deed)
      }
    }
  }

  private mutating func add(_ deed: Deed) {
    deeds.append(deed)
    if deeds.count > Self.most {
      deeds.removeFirst(Self.most / 4)
      left += Self.most / 4
    }
    if runs[deed.kind] == nil { runs[deed.kind] = LastRuns(deed) } else { runs[deed.kind]?.add(deed) }
    if deed.outcome.isKnown || runs[deed.kind]?.known == nil { treesOfRuns[deed.kind] = nil }
  }

  private mutating func changed(_ change: (inout LaterChange) -> Void) {
    for kind in runs.keys {
      guard var run = runs[kind] else { continue }
      run.note(change)
      runs[kind] = run
    }
  }

  private static func outcome(_ shown: StatusShown, code: Int) -> Deed.Outcome {
    switch shown {
    case .own: code == 0 ? .passed : .failed(code)
    case .ifZero: code == 0 ? .passed : .hidden(.alternative)
    case .ifNotZero: code == 0 ? .hidden(.alternative) : .failed(code)
    case .no(let cover): .hidden(cover)
    }
  }

  /// What is known with the record beside it: its closing words, its check, its tree.
  package func evidence(of task: TaskRecord) -> Evidence {
    var runs = runs
    if let now = task.diff?.tree, let tree, now != tree { for kind in runs.keys { runs[kind]?.note { $0.isOtherTree = true } } }
    var deeds = deeds
    for call in open.values.sorted(by: { $0.seq < $1.seq }) {
      for case .run(let kind, let command, let isPart, _) in call.steps {
        deeds.append(
          Deed(seq: call.seq, time: call.time, turn: call.turn, kind: kind, command: command, isPart: isPart, outcome: .running))
      }
    }
    let text = task.closingWords.isEmpty ? (task.phase == .running ? "" : lastText) : task.closingWords
    let measured = task.checkpoints.last { $0.isTurn }?.tree ?? tree
    let isCheckStale = task.diff.map { now in measured.map { $0 != now.tree } ?? false } ?? false
    return Evidence(
      task: task.id, deeds: Array(deeds.suffix(Self.most)), left: left, runs: runs, claims: ClaimReader.claims(in: text), check: task.check,
      isCheckStale: isCheckStale)
  }
}
