import JSON
import Model
import Platform
import Providers

/// A turn: the model and its tools by turns, until the model is done.
extension AgentSession {
  /// Works on a prompt.
  /// - Returns: why it ended.
  /// - Throws: what failed; the conversation can go on with the next prompt.
  func turn(_ text: String) async throws(TaskFailure) -> StopReason {
    let words = text.split(whereSeparator: \.isWhitespace)
    if words.first == "/compact", !text.contains(where: \.isNewline) { return try await compactOnRequest(String(text.dropFirst(8)).line()) }
    if words == ["/clear"] { return try await clear() }
    var parts: [ProviderMessage.Part] = [.text(text)]
    if policy.mode == .plan { parts.append(.text(Instructions.planNote)) }
    try await record(.message(ProviderMessage(.user, parts)))
    var requests = 0
    var hasCompacted = false
    while true {
      if Task.isCancelled { return try await interrupted() }
      guard requests < options.maximumRequests else { return .maximumRequests }
      requests += 1
      let (provider, model) = try backend.provider(self.model)
      if !hasCompacted, estimate > backend.contextSize(provider.name, model) / 5 * 4 {
        hasCompacted = try await compact(provider, model, words: "", isAutomatic: true)
      }
      do throws(TaskFailure) {
        if let reason = try await step(provider, model) { return reason }
      } catch {
        if Task.isCancelled { return try await interrupted() }
        guard error.kind == .contextFull, !hasCompacted, try await compact(provider, model, words: "", isAutomatic: true) else {
          throw error
        }
        hasCompacted = true
      }
    }
  }

  /// One answer of the model and the calls in it; nil when the turn goes on.
  private func step(_ provider: any ModelProvider, _ model: String) async throws(TaskFailure) -> StopReason? {
    answer.begin()
    try await provider.answer(request(model: model)) { event in await self.take(event) }
    guard let (message, stop, tokens) = answer.finished else {
      throw TaskFailure(.protocolError, "Asking \(provider.name): the answer ended without an end; retry.")
    }
    if !message.parts.isEmpty { try await record(.message(message)) }
    try await count(tokens, provider: provider.name, model: model, isTurn: true)
    let calls = message.parts.compactMap { part -> ToolRequest? in
      if case .toolCall(let id, let name, let input) = part { ToolRequest(id: id, name: name, input: input) } else { nil }
    }
    if stop == .length || stop == .refusal {
      // What was cut off may be half a call: none of them runs.
      for call in calls { try await close(call, "[not done: the answer was cut off]") }
      return stop == .length ? .maximumTokens : .refusal
    }
    if calls.isEmpty { return .endTurn }
    for call in calls {
      if Task.isCancelled {
        try await close(call, Instructions.interruption)
      } else {
        let outcome = await perform(call, said: Self.text(message))
        try await record(
          .message(
            ProviderMessage(
              .user, [.toolResult(id: call.id, text: outcome.text.truncatedInside(to: TextLimit.result), isError: outcome.isError)])))
      }
    }
    return nil
  }

  /// A call that is not done gets a result all the same: providers refuse calls without one.
  private func close(_ call: ToolRequest, _ text: String) async throws(TaskFailure) {
    try await record(.message(ProviderMessage(.user, [.toolResult(id: call.id, text: text, isError: true)])))
  }

  /// The turn was cancelled: what was said until then is kept.
  private func interrupted() async throws(TaskFailure) -> StopReason {
    if answer.finished == nil, !answer.text.isEmpty { try await record(.message(ProviderMessage(.assistant, [.text(answer.text)]))) }
    answer.begin()
    try await record(.message(ProviderMessage(.user, [.text(Instructions.interruption)])))
    return .cancelled
  }

  private static func text(_ message: ProviderMessage) -> String {
    message.parts.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: "\n")
  }

  // MARK: Streaming

  private func take(_ event: ProviderEvent) async {
    switch event {
    case .text(let text):
      guard !text.isEmpty, !Task.isCancelled else { return }
      answer.add(text)
      await update(SessionUpdate.text(text, message: answer.message))
    case .thinking(let text):
      guard !text.isEmpty, !Task.isCancelled else { return }
      await update(SessionUpdate.thought(text, message: answer.message))
    case .restarted: if answer.restart(retrying: false) { await retrying(.network, nil) }
    case .retrying: await retrying(event)
    case .finished(let message, let stop, let tokens): answer.finish(message, stop, tokens)
    }
  }

  /// Tells that a request is made again, when the event says so.
  func retrying(_ event: ProviderEvent) async {
    guard case .retrying(let attempt, let of, let delay, let cause) = event else { return }
    _ = answer.restart(retrying: true)
    await retrying(cause, ["attempt": .integer(Int64(attempt)), "maxAttempts": .integer(Int64(of)), "delaySeconds": .double(delay)])
  }

  private func retrying(_ cause: TaskFailure.Class, _ more: JSONValue?) async {
    var note = JSONObject()
    note["sessionId"] = .string(id)
    note["category"] = .string(cause.rawValue)
    for (key, value) in more?.object ?? JSONObject() { note[key] = value }
    await connection.notify("_session/retrying", .object(note))
  }

  // MARK: Compaction

  private func compactOnRequest(_ words: String) async throws(TaskFailure) -> StopReason {
    let (provider, model) = try backend.provider(self.model)
    let before = estimate
    let isDone = try await compact(provider, model, words: words, isAutomatic: false)
    let text = isDone ? "The conversation was shortened: about \(before) tokens became \(estimate)." : "There is nothing to shorten yet."
    answer.begin()
    await update(SessionUpdate.text(text, message: answer.message))
    return .endTurn
  }

  /// Replaces the conversation by a summary and its last messages; false when there is nothing to summarise.
  private func compact(_ provider: any ModelProvider, _ model: String, words: String, isAutomatic: Bool) async throws(TaskFailure) -> Bool {
    let size = backend.contextSize(provider.name, model)
    let messages = history.messages
    let kept = Compaction.kept(messages, budget: min(size / 5, Compaction.tokens(messages) / 4))
    let old = Array(messages.dropLast(kept))
    guard old.count >= 2 else { return false }
    let before = estimate
    let collected = CollectedAnswer()
    // Four bytes a token, and room for instructions and answer.
    let request = Compaction.request(old, model: model, words: words, limit: max(8 << 10, size * 2))
    try await provider.answer(request) { event in
      await collected.take(event)
      await self.retrying(event)
    }
    guard let (text, tokens) = await collected.result, !text.isEmpty else {
      throw TaskFailure(.protocolError, "Shortening the conversation: \(provider.name) gave no summary; retry, or start a new session.")
    }
    try await record(.compacted(summary: text, kept: kept))
    try await count(tokens, provider: provider.name, model: model, isTurn: false)
    if isAutomatic {
      await connection.notify(
        "_session/compacted", ["sessionId": .string(id), "before": .integer(Int64(before)), "after": .integer(Int64(estimate))])
    }
    return true
  }

  private func clear() async throws(TaskFailure) -> StopReason {
    try await record(.cleared)
    answer.begin()
    await update(SessionUpdate.text("The conversation begins anew.", message: answer.message))
    return .endTurn
  }
}
