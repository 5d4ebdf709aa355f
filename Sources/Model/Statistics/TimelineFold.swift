/// Makes a task's timeline of its transcript, row by row. Pure. Holds at most `most` stretches and turns: the oldest are left out.
package struct TimelineFold: Sendable {
  private static let most = 2000
  private let task: TaskID
  private var start: Timestamp
  private var last: Timestamp
  private var spans: [TimelineSpan] = []
  private var turns: [TimelineTurn] = []
  private var left = 0
  private var phase: (phase: TaskPhase, since: Timestamp)
  private var tools: [String: (name: String, since: Timestamp)] = [:]
  private var toolsSince: Timestamp?
  private var asks: [String: (title: String, since: Timestamp)] = [:]
  private var asksSince: Timestamp?
  private var isInTurn = false

  /// The timeline of a task that was queued then, so far.
  package init(task: TaskID, queued: Timestamp) {
    self.task = task
    start = queued
    last = queued
    phase = (.queued, queued)
  }

  /// Takes the next row.
  package mutating func apply(_ entry: TranscriptEntry) {
    let time = max(last, entry.time)
    last = time
    switch entry.event {
    case .phase(let next, _):
      add(.phase, phase.phase.rawValue, phase.since, time)
      phase = (next, time)
      if next != .running, next != .waiting { endTurn(time) }
    case .prompt:
      if isInTurn { break }
      begin(time, entry.seq)
    case .answered(let request, _, _): answered(request, time)
    case .agent(let event): apply(event, time, entry.seq)
    case .attempt: endTurn(time)
    case .delta, .snapshot, .published, .note: break
    }
  }

  private mutating func apply(_ event: AgentEvent, _ time: Timestamp, _ seq: Int64) {
    switch event {
    case .turnStarted: if !isInTurn { begin(time, seq) }
    case .turnDone, .exited: endTurn(time)
    case .toolStarted(let call):
      if !isInTurn { begin(time, seq) }
      if tools.count < Self.most, tools[call.id] == nil {
        if tools.isEmpty { toolsSince = time }
        tools[call.id] = (call.name, time)
        turns[turns.count - 1].tools += 1
      }
    case .toolFinished(let id, _, _, _):
      guard let call = tools.removeValue(forKey: id) else { break }
      add(.tool, call.name, call.since, time)
      if tools.isEmpty { addTools(time) }
    case .asked(let request):
      guard asks.count < Self.most, asks[request.id] == nil else { break }
      if asks.isEmpty { asksSince = time }
      asks[request.id] = (String(request.title.prefix(200)), time)
    case .askWithdrawn(let id): answered(id, time)
    case .usage(let tokens, let cost):
      guard !turns.isEmpty else { break }
      turns[turns.count - 1].tokens = turns[turns.count - 1].tokens + (tokens ?? TokenCount())
      if let cost, cost.isFinite, cost > 0 { turns[turns.count - 1].costUSD += cost }
    default: break
    }
  }

  private mutating func begin(_ time: Timestamp, _ seq: Int64) {
    isInTurn = true
    turns.append(TimelineTurn(start: time, seq: seq))
    if turns.count > Self.most {
      turns.removeFirst(Self.most / 4)
      left += Self.most / 4
    }
  }

  private mutating func endTurn(_ time: Timestamp) {
    for call in tools.values.sorted(by: { $0.since < $1.since }) { add(.tool, call.name, call.since, time) }
    if !tools.isEmpty { addTools(time) }
    tools = [:]
    for id in asks.keys.sorted() { answered(id, time) }
    guard isInTurn else { return }
    isInTurn = false
    turns[turns.count - 1].end = time
    add(.turn, "turn", turns[turns.count - 1].start, time)
  }

  private mutating func answered(_ id: String, _ time: Timestamp) {
    guard let ask = asks.removeValue(forKey: id) else { return }
    add(.wait, ask.title, ask.since, time)
    guard asks.isEmpty, let since = asksSince else { return }
    asksSince = nil
    if !turns.isEmpty { turns[turns.count - 1].waitSeconds += since.seconds(until: time) }
  }

  private mutating func addTools(_ time: Timestamp) {
    guard let since = toolsSince else { return }
    toolsSince = nil
    if !turns.isEmpty { turns[turns.count - 1].toolSeconds += since.seconds(until: time) }
  }

  private mutating func add(_ lane: TimelineSpan.Lane, _ name: String, _ start: Timestamp, _ end: Timestamp) {
    spans.append(TimelineSpan(lane: lane, name: String(name.prefix(200)), start: start, end: end))
    if spans.count > Self.most {
      spans.removeFirst(Self.most / 4)
      left += Self.most / 4
    }
  }

  /// The timeline as it is at a moment: what goes on goes on till then, unless the task has ended.
  package func timeline(at now: Timestamp) -> TaskTimeline {
    var open = self
    let end = phase.phase.isEnd ? last : max(last, now)
    for call in tools.values.sorted(by: { $0.since < $1.since }) { open.add(.tool, call.name, call.since, end) }
    for ask in asks.values.sorted(by: { $0.since < $1.since }) { open.add(.wait, ask.title, ask.since, end) }
    if let toolsSince, !turns.isEmpty { open.turns[turns.count - 1].toolSeconds += toolsSince.seconds(until: end) }
    if let asksSince, !turns.isEmpty { open.turns[turns.count - 1].waitSeconds += asksSince.seconds(until: end) }
    if isInTurn, let turn = turns.last { open.add(.turn, "turn", turn.start, end) }
    if !phase.phase.isEnd { open.add(.phase, phase.phase.rawValue, phase.since, end) }
    return TaskTimeline(task: task, start: start, end: end, spans: open.spans, turns: open.turns, left: open.left)
  }
}
