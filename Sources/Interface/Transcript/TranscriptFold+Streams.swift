internal import Model

extension TranscriptFold {
  /// The item that a piece belongs to; nil when it begins a new one: the last item of that name is whole or void, and the piece is a beginning. Engines
  /// give the same id to several texts of one answer.
  func place(of id: String, _ stream: DeltaStream, startingAt offset: Int?) -> Int? {
    guard let index = streams[Name(id: id, stream: stream == .tool ? nil : stream)] else { return nil }
    guard offset ?? 0 == 0 else { return index }
    switch items[index].kind {
    case .text(let text, let isVoid), .thinking(let text, let isVoid): return isVoid || text.isDone ? nil : index
    case .tool(let run): return run.status != nil && index < turnFloor ? nil : index
    default: return nil
    }
  }

  /// Makes the item of a message or tool call and returns its index.
  mutating func begin(_ id: String, _ stream: DeltaStream, time: Timestamp?) -> Int {
    let first: TranscriptItem.Identity = stream == .tool ? .tool(id, 0) : .stream(id, stream, 0)
    let generation = generations[first, default: 0]
    generations[first] = generation + 1
    let kind: TranscriptItem.Kind =
      switch stream {
      case .text: .text(StreamedText(), isVoid: false)
      case .thinking: .thinking(StreamedText(), isVoid: false)
      case .tool: .tool(ToolRun(call: ToolCall(id: id, kind: .other, name: "", title: "", input: "")))
      }
    items.append(TranscriptItem(id: stream == .tool ? .tool(id, generation) : .stream(id, stream, generation), time: time, kind: kind))
    streams[Name(id: id, stream: stream == .tool ? nil : stream)] = items.count - 1
    return items.count - 1
  }

  /// Changes the text of an item and counts the change when there is one.
  @discardableResult
  mutating func change<Result>(_ index: Int, _ body: (inout StreamedText) -> Result) -> Result {
    // The kind is taken out while it changes: the text in it must not be copied for every piece.
    let kind = items[index].kind
    items[index].kind = .note(.info, "")
    items[index].revision += 1
    let result: Result
    switch consume kind {
    case .text(var text, let isVoid):
      result = body(&text)
      items[index].kind = .text(text, isVoid: isVoid)
    case .thinking(var text, let isVoid):
      result = body(&text)
      items[index].kind = .thinking(text, isVoid: isVoid)
    case .tool(var run):
      result = body(&run.output)
      items[index].kind = .tool(run)
    case let other:
      var none = StreamedText()
      result = body(&none)
      items[index].kind = other
    }
    return result
  }

  mutating func takeDelta(_ id: String, _ stream: DeltaStream, offset: Int, _ text: String, entry: TranscriptEntry) {
    let index = place(of: id, stream, startingAt: offset) ?? begin(id, stream, time: entry.time)
    if items[index].time == nil { items[index].time = entry.time }
    change(index) { $0.appendOverGap(text, at: offset) }
  }

  /// A piece without an offset: goes to the end.
  mutating func takePiece(_ id: String, _ stream: DeltaStream, _ text: String, entry: TranscriptEntry) {
    let index = place(of: id, stream, startingAt: nil) ?? begin(id, stream, time: entry.time)
    change(index) { _ = $0.append(text, at: $0.received) }
  }

  mutating func takeWhole(_ id: String, _ stream: DeltaStream, _ text: String, entry: TranscriptEntry) {
    if let index = streams[Name(id: id, stream: stream)] {
      switch items[index].kind {
      case .text(let known, false), .thinking(let known, false): if known.isDone, known.text == text { return }
      default: break
      }
    }
    let index = place(of: id, stream, startingAt: nil) ?? begin(id, stream, time: entry.time)
    if items[index].time == nil { items[index].time = entry.time }
    change(index) { $0.finish(text) }
  }

  mutating func discard(_ id: String) {
    for stream in [DeltaStream.text, .thinking] {
      guard let index = streams[Name(id: id, stream: stream)] else { continue }
      switch items[index].kind {
      case .text(let text, _): items[index].kind = .text(text, isVoid: true)
      case .thinking(let text, _): items[index].kind = .thinking(text, isVoid: true)
      default: continue
      }
      items[index].revision += 1
    }
  }

  mutating func startTool(_ call: ToolCall, _ entry: TranscriptEntry) {
    let index = place(of: call.id, .tool, startingAt: nil) ?? begin(call.id, .tool, time: entry.time)
    guard case .tool(var run) = items[index].kind else { return }
    run.call = call
    if let parent = call.parent, let above = streams[Name(id: parent, stream: nil)], case .tool(let outer) = items[above].kind {
      run.depth = min(outer.depth + 1, 4)
    }
    items[index].kind = .tool(run)
    items[index].time = entry.time
    items[index].revision += 1
  }

  mutating func finishTool(_ id: String, _ status: ToolStatus, output: String, exitCode: Int?, _ entry: TranscriptEntry) {
    let index = place(of: id, .tool, startingAt: nil) ?? begin(id, .tool, time: entry.time)
    change(index) { $0.finish(output.isEmpty ? $0.text : output) }
    guard case .tool(var run) = items[index].kind else { return }
    run.status = status
    run.exitCode = exitCode
    items[index].kind = .tool(run)
  }

  /// Takes over what another fold of the same transcript has received beyond this one: pieces that are not committed yet.
  mutating func adoptPieces(of other: TranscriptFold) {
    for (name, index) in other.streams.sorted(by: { $0.value < $1.value }) {
      let stream = name.stream ?? .tool
      let text: StreamedText
      switch other.items[index].kind {
      case .text(let pieces, false), .thinking(let pieces, false): text = pieces
      case .tool(let run) where run.status == nil: text = run.output
      default: continue
      }
      guard !text.isDone, text.received > 0 else { continue }
      if let own = streams[name] {
        change(own) { if !$0.isDone, $0.received < text.received { $0 = text } }
      } else {
        let own = begin(name.id, stream, time: other.items[index].time)
        change(own) { $0 = text }
      }
    }
  }
}
