internal import Model

/// A part of a transcript on its way into the index: texts, use by day, time by phase. Pure.
struct IndexBatch {
  /// Use of a day with an engine.
  struct Use: Hashable {
    var turns: Int64 = 0
    var cost = 0.0
    var input: Int64 = 0
    var output: Int64 = 0
    var cacheRead: Int64 = 0
    var cacheWrite: Int64 = 0
  }

  /// Where use is noted.
  struct UseKey: Hashable {
    var day: Int64
    var engine: String
  }

  /// Figures of an event above this are not believed; sums of them stay exact.
  static let most: Int64 = 1_000_000_000_000

  /// The state behind the batch.
  private(set) var state: IndexState
  /// The texts.
  private(set) var passages: [Passage] = []
  /// Use.
  private(set) var use: [UseKey: Use] = [:]
  /// Seconds by phase.
  private(set) var stays: [TaskPhase: Double] = [:]

  /// Pieces of messages that have not come whole, in order.
  private var open: [(piece: MessagePiece, seq: Int64, time: Timestamp, text: String)] = []

  /// Takes rows that follow those of the state.
  /// - Parameter more: whether further ones follow in the store. When none do, a message that is still coming in holds the batch's end back.
  init(_ entries: [TranscriptEntry], after state: IndexState, more: Bool) {
    self.state = state
    for entry in entries {
      take(entry)
      self.state.seq = entry.seq
    }
    guard let first = open.first else { return }
    if more { close() } else { rewind(to: first.seq, entries, state) }
  }

  /// Notes that the task itself is in the index, also when it has no row yet.
  mutating func begin() { state.seq = max(0, state.seq) }

  /// Takes only the rows before the first piece of the message.
  private mutating func rewind(to seq: Int64, _ entries: [TranscriptEntry], _ before: IndexState) {
    let whole = entries.prefix { $0.seq < seq }
    self = IndexBatch(Array(whole), after: before, more: true)
  }

  private mutating func take(_ entry: TranscriptEntry) {
    if let piece = entry.event.piece {
      guard let text = entry.event.pieceText else { return }
      if let index = open.lastIndex(where: { $0.piece == piece }) {
        if open[index].text.utf8.count < Passage.head + Passage.tail { open[index].text += text }
      } else {
        open.append((piece, entry.seq, entry.time, text))
      }
      return
    }
    for piece in entry.event.replaces { open.removeAll { $0.piece == piece } }
    if let found = entry.event.passage { add(Passage(found.kind, seq: entry.seq, time: entry.time, text: found.text)) }
    switch entry.event {
    case .phase(let phase, _):
      stays[state.phase, default: 0] += max(0, state.since.seconds(until: entry.time))
      state.phase = phase
      state.since = entry.time
      if phase != .running, phase != .waiting { close() }
    case .attempt(_, let engine, _):
      state.engine = engine
      close()
    case .prompt, .agent(.exited): close()
    case .agent(.turnDone):
      close()
      note(entry.time) { $0.turns += 1 }
    case .agent(.usage(let tokens, let cost)):
      note(entry.time) { use in
        if let cost, cost.isFinite { use.cost += max(0, min(cost, 1e9)) }
        guard let tokens else { return }
        use.input += Self.believed(tokens.input)
        use.output += Self.believed(tokens.output)
        use.cacheRead += Self.believed(tokens.cacheRead)
        use.cacheWrite += Self.believed(tokens.cacheWrite)
      }
    default: break
    }
  }

  private mutating func note(_ time: Timestamp, _ change: (inout Use) -> Void) {
    change(&use[UseKey(day: time.day, engine: state.engine), default: Use()])
  }

  private static func believed(_ count: Int) -> Int64 { max(0, min(Int64(count), most)) }

  private mutating func add(_ passage: Passage) {
    if !passage.isEmpty { passages.append(passage) }
  }

  /// What came of messages that will not come whole.
  private mutating func close() {
    for message in open {
      let kind: PassageKind =
        switch message.piece.stream {
        case .text: .text
        case .thinking: .thinking
        case .tool: .tool
        }
      add(Passage(kind, seq: message.seq, time: message.time, text: message.text))
    }
    open = []
  }
}

extension TranscriptEvent {
  /// The text of a piece of a message.
  fileprivate var pieceText: String? {
    switch self {
    case .delta(_, _, _, let text), .agent(.textDelta(_, let text)), .agent(.thinkingDelta(_, let text)), .agent(.toolOutput(_, let text)):
      text
    default: nil
    }
  }
}
