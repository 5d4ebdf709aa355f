import JSON
import Model
import Providers
import Synchronization

/// A model that answers by a script: one step an answer.
final class ScriptedProvider: ModelProvider {
  enum Step: Sendable {
    /// Text in pieces, then the end.
    case say([String])
    /// Text, then calls.
    case call(String, [(id: String, name: String, input: JSONValue)])
    /// These events, then the end as given.
    case events([ProviderEvent])
    /// Text, and then nothing until it is cancelled.
    case hang(String)
    /// A failure.
    case fail(TaskFailure)
  }

  let name = "scripted"
  private let state: Mutex<(steps: [Step], requests: [ProviderRequest])>
  private let use: TokenCount

  init(_ steps: [Step], use: TokenCount = TokenCount(input: 100, output: 10)) {
    state = Mutex((steps, []))
    self.use = use
  }

  var requests: [ProviderRequest] { state.withLock { $0.requests } }

  /// The conversation of the last request, one line a part.
  var lastConversation: [String] {
    (requests.last?.messages ?? []).flatMap { message in
      message.parts.map { part in
        switch part {
        case .text(let text): "\(message.role.rawValue): \(text)"
        case .thinking(let text, _): "thinking: \(text)"
        case .toolCall(let id, let name, _): "call \(id) \(name)"
        case .toolResult(let id, let text, let isError): "\(isError ? "failure" : "result") \(id) \(text)"
        }
      }
    }
  }

  func models() async throws(TaskFailure) -> [ModelOffer] { [] }

  func answer(_ request: ProviderRequest, _ receive: @escaping @Sendable (ProviderEvent) async -> Void) async throws(TaskFailure) {
    let step = state.withLock { state in
      state.requests.append(request)
      return state.steps.isEmpty ? .say(["Done."]) : state.steps.removeFirst()
    }
    switch step {
    case .say(let pieces):
      for piece in pieces { await receive(.text(piece)) }
      await receive(.finished(message: ProviderMessage(.assistant, [.text(pieces.joined())]), stop: .end, tokens: use))
    case .call(let text, let calls):
      var parts: [ProviderMessage.Part] = []
      if !text.isEmpty {
        await receive(.text(text))
        parts.append(.text(text))
      }
      parts += calls.map { .toolCall(id: $0.id, name: $0.name, input: $0.input) }
      await receive(.finished(message: ProviderMessage(.assistant, parts), stop: .toolCalls, tokens: use))
    case .events(let events): for event in events { await receive(event) }
    case .hang(let text):
      if !text.isEmpty { await receive(.text(text)) }
      let (never, continuation) = AsyncStream<Void>.makeStream()
      for await _ in never {}
      continuation.finish()
      throw TaskFailure(.network, "Asking scripted: it was cancelled.")
    case .fail(let failure): throw failure
    }
  }
}
