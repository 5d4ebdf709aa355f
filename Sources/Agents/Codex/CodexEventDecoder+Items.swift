import JSON
import Model

extension CodexEventDecoder {
  // MARK: Texts

  mutating func delta(_ params: JSONValue, thinking: Bool, _ output: inout Output) {
    guard let id = params["itemId"]?.string, let text = params["delta"]?.string, !text.isEmpty else { return }
    output.events += startTurn(nil)
    if !open.contains(where: { $0.id == id }) {
      guard open.count < Self.trackingLimit else { return }
      open.append(OpenText(id: id, thinking: thinking))
    }
    guard let index = open.firstIndex(where: { $0.id == id }) else { return }
    // The parts of a reasoning are paragraphs.
    let part = params["summaryIndex"]?.int ?? params["contentIndex"]?.int
    let piece = open[index].part != nil && open[index].part != part ? "\n\n" + text : text
    open[index].part = part
    if open[index].text.utf8.count < TextLimit.output { open[index].text += piece }
    output.events.append(thinking ? .thinkingDelta(messageID: id, text: piece) : .textDelta(messageID: id, text: piece))
  }

  private mutating func whole(_ item: CodexItem, thinking: Bool, _ output: inout Output) {
    open.removeAll { $0.id == item.id }
    let text = item.text
    guard !text.isEmpty else { return }
    if !thinking { lastText = text.capped(at: TextLimit.output) }
    output.events.append(thinking ? .thinkingDone(messageID: item.id, text: text) : .textDone(messageID: item.id, text: text))
  }

  /// What was streamed is the text of those whose end never came.
  mutating func closeTexts() -> [AgentEvent] {
    defer { open = [] }
    return open.filter { !$0.text.isEmpty }.map { text in
      text.thinking ? .thinkingDone(messageID: text.id, text: text.text) : .textDone(messageID: text.id, text: text.text)
    }
  }

  mutating func discardTexts() -> [AgentEvent] {
    defer { open = [] }
    return open.filter { !$0.text.isEmpty }.map { .messageDiscarded(messageID: $0.id) }
  }

  // MARK: Items

  mutating func started(_ json: JSONValue, _ line: [UInt8], _ output: inout Output) {
    guard let item = CodexItem(json) else { return }
    output.events += startTurn(nil)
    if item.isTool {
      start(item, &output)
    } else if item.type == "contextCompaction" {
      isCompacting = true
      usedBeforeCompaction = usage.contextUsed
    } else if item.type == "enteredReviewMode" {
      output.events.append(.notice(.info, "codex reviews: \((json["review"]?.string ?? "").firstLine(limit: 500))"))
    }
  }

  private mutating func start(_ item: CodexItem, _ output: inout Output) {
    guard calls[item.id] == nil, calls.count < Self.trackingLimit else { return }
    calls[item.id] = item
    if item.isCommand, commands.count < Self.trackingLimit { commands.insert(item.id) }
    output.events.append(
      .toolStarted(
        ToolCall(id: item.id, kind: item.kind, name: item.name, title: item.title(in: workspace), input: item.input(in: workspace))))
  }

  mutating func completed(_ json: JSONValue, _ line: [UInt8], _ output: inout Output) {
    guard let item = CodexItem(json) else { return }
    if item.isTool { return finish(item, &output) }
    switch item.type {
    case "agentMessage": whole(item, thinking: false, &output)
    case "reasoning": whole(item, thinking: true, &output)
    case "plan":
      whole(item, thinking: false, &output)
      planText = item.text.capped(at: TextLimit.detail)
    case "contextCompaction": compacted(&output)
    case "exitedReviewMode":
      if let text = json["review"]?.string, !text.isEmpty { output.events.append(.textDone(messageID: item.id, text: text)) }
    case "error":
      if let text = json["message"]?.string { output.events.append(.notice(.warning, text.capped(at: TextLimit.errorLine))) }
    case "userMessage", "hookPrompt", "functionCallOutput", "subAgentActivity", "enteredReviewMode": break
    default: output.events.append(.raw(Self.text(line)))
    }
  }

  private mutating func finish(_ item: CodexItem, _ output: inout Output) {
    commands.remove(item.id)
    if closed.remove(item.id) != nil { return }
    output.events += startTurn(nil)
    start(item, &output)
    commands.remove(item.id)
    calls[item.id] = nil
    output.events += item.fileChanges(in: workspace)
    output.events.append(.toolFinished(id: item.id, status: item.status, output: item.output, exitCode: item.exitCode))
  }

  private mutating func compacted(_ output: inout Output) {
    let before = usedBeforeCompaction
    isCompacting = false
    usedBeforeCompaction = nil
    output.events.append(.compacted(before: before, after: usage.contextUsed == before ? nil : usage.contextUsed))
    if let context { output.events.append(context) }
  }
}
