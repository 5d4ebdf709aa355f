import JSON
import Model

extension ClaudeEventDecoder {
  /// `stream_event`: pieces of a message. Texts of sub-agents are left out: their result is the output of their call.
  mutating func stream(_ value: JSONValue, _ output: inout Output) {
    guard let event = value["event"] else { return }
    output.events += startTurn()
    let parent = value["parent_tool_use_id"]?.string ?? ""
    let index = event["index"]?.int ?? 0
    switch event["type"]?.string {
    case "message_start":
      if let previous = streaming[parent] { output.events += discard(previous) }
      streaming[parent] = event["message"]?["id"]?.string
      if parent.isEmpty { context(event["message"]?["usage"]) }
    case "content_block_start":
      guard let message = streaming[parent], parent.isEmpty else { return }
      let type = event["content_block"]?["type"]?.string
      guard type == "text" || type == "thinking" else { return }
      open[message, default: [:]][index] = OpenBlock(id: "\(message)#\(index)", thinking: type == "thinking", text: "")
    case "content_block_delta":
      guard let message = streaming[parent], open[message]?[index] != nil else { return }
      guard let text = (event["delta"]?["text"] ?? event["delta"]?["thinking"])?.string, !text.isEmpty else { return }
      open[message]?[index]?.text += text
      guard let block = open[message]?[index] else { return }
      output.events.append(block.thinking ? .thinkingDelta(messageID: block.id, text: text) : .textDelta(messageID: block.id, text: text))
    case "content_block_stop":
      guard let message = streaming[parent], let block = open[message]?.removeValue(forKey: index) else { return }
      output.events += close(block)
    case "message_stop": streaming[parent] = nil
    default: break
    }
  }

  /// `assistant`: finished blocks, usually one a line, each before its `content_block_stop`.
  mutating func assistant(_ value: JSONValue, _ output: inout Output) {
    output.events += startTurn()
    guard let message = value["message"], let id = message["id"]?.string else { return }
    let parent = value["parent_tool_use_id"]?.string
    if let error = value["error"]?.string {
      // Its text is the failure's text, which comes with the result.
      lastError = error
      return
    }
    if message["model"]?.string == "<synthetic>" {
      for block in message["content"]?.array ?? [] {
        if let text = block["text"]?.string { output.events.append(.notice(.info, text.capped(at: TextLimit.errorLine))) }
      }
      return
    }
    if parent == nil { context(message["usage"]) }
    for block in message["content"]?.array ?? [] { self.block(block, message: id, parent: parent, &output) }
  }

  private mutating func block(_ block: JSONValue, message: String, parent: String?, _ output: inout Output) {
    let key = parent ?? ""
    var index = seen[key]?.message == message ? seen[key]?.blocks ?? 0 : 0
    seen[key] = (message, index + 1)
    let thinking = block["type"]?.string == "thinking"
    // While the message streams, its open block of this kind is the one.
    if let running = open[message]?.filter({ $0.value.thinking == thinking }).keys.min() { index = running }
    switch block["type"]?.string {
    case "text", "thinking":
      guard parent == nil, let text = (block["text"] ?? block["thinking"])?.string else { return }
      open[message]?[index] = nil
      guard !text.isEmpty else { return }
      let blockID = "\(message)#\(index)"
      output.events.append(thinking ? .thinkingDone(messageID: blockID, text: text) : .textDone(messageID: blockID, text: text))
    case "tool_use", "server_tool_use", "mcp_tool_use": started(block, parent: parent, &output)
    default: break
    }
  }

  private mutating func started(_ block: JSONValue, parent: String?, _ output: inout Output) {
    guard let id = block["id"]?.string, calls[id] == nil else { return }
    let tool = ClaudeTool(name: block["name"]?.string ?? "tool", input: block["input"] ?? [:], workspace: workspace)
    calls[id] = tool.name
    output.events.append(
      .toolStarted(ToolCall(id: id, kind: tool.kind, name: tool.name, title: tool.title, input: tool.inputText, parent: parent)))
    if let plan = tool.plan, parent == nil { output.events.append(.plan(plan)) }
  }

  private mutating func context(_ usage: JSONValue?) {
    guard let usage, let input = usage["input_tokens"]?.int else { return }
    let used = TokenCount(
      input: input, cacheRead: usage["cache_read_input_tokens"]?.int ?? 0, cacheWrite: usage["cache_creation_input_tokens"]?.int ?? 0)
    if used.total > 0 { contextUsed = used.total }
  }

  // MARK: Broken streams

  /// A block whose whole text never came as such: what was streamed is its text.
  private func close(_ block: OpenBlock) -> [AgentEvent] {
    guard !block.text.isEmpty else { return [] }
    return [block.thinking ? .thinkingDone(messageID: block.id, text: block.text) : .textDone(messageID: block.id, text: block.text)]
  }

  mutating func closeBlocks() -> [AgentEvent] {
    let blocks = open.values.flatMap(\.values).sorted { $0.id < $1.id }
    open = [:]
    streaming = [:]
    return blocks.flatMap(close)
  }

  private mutating func discard(_ message: String) -> [AgentEvent] {
    let blocks = (open.removeValue(forKey: message) ?? [:]).sorted { $0.key < $1.key }
    return blocks.filter { !$0.value.text.isEmpty }.map { .messageDiscarded(messageID: $0.value.id) }
  }

  mutating func discardOpenBlocks() -> [AgentEvent] {
    let messages = open.keys.sorted()
    streaming = [:]
    return messages.flatMap { discard($0) }
  }
}
