package import Arguments
internal import JSON
package import Model
internal import Wire

/// What waits to be published.
extension Commands {
  /// `carrel outbox`.
  package func outbox(json: Bool) async throws(ClientError) -> ExitCode {
    guard case .outbox(let entries) = try await client.request(.outbox) else { throw .disconnected }
    if json {
      output.line(OutboxText.json(entries).serialized(pretty: true))
    } else {
      for line in OutboxText.lines(entries, now: now()) { output.line(line) }
    }
    return .done
  }

  /// `carrel outbox retry`.
  package func outboxRetry(_ ids: [TaskID]) async throws(ClientError) -> ExitCode {
    guard case .text(let text) = try await client.request(.outboxRetry(ids)) else { throw .disconnected }
    output.line(PlainText.block(text))
    return .done
  }

  /// `carrel outbox drop`: asks on a terminal.
  package func outboxDrop(_ ids: [TaskID], yes: Bool) async throws(ClientError) -> ExitCode {
    try await each(ids) { (id) throws(ClientError) in
      if !yes, output.canAsk, !output.confirm("Take \(id) out of the outbox?") {
        throw .refused(Refusal(.refused, "\(id) stays in the outbox."))
      }
      guard case .text(let text) = try await client.request(.outboxDrop(id)) else { throw .disconnected }
      output.line(PlainText.block(text))
    }
  }

  /// `carrel outbox show`.
  package func outboxShow(_ id: TaskID) async throws(ClientError) -> ExitCode {
    guard case .text(let text) = try await client.request(.outboxText(id)) else { throw .disconnected }
    output.line(PlainText.block(text))
    return .done
  }
}
