import Agents
import Model
import Platform

/// What goes to a live agent, one thing after another, outside the task's gate: an agent that does not read must not hold up its own events.
final class AgentOutbox: Sendable {
  /// One thing to tell an agent.
  enum Letter: Sendable {
    case prompt(String)
    case answer(request: String, AgentAnswer)
    case interrupt
    case setModel(String)
    case compact
  }

  private let continuation: AsyncStream<Letter>.Continuation
  private let loop: Task<Void, Never>

  /// Starts sending to an agent. `failed` is told what could not be sent.
  init(_ agent: any CodingAgent, failed: @escaping @Sendable (TaskFailure, Letter) async -> Void) {
    let (stream, continuation) = AsyncStream<Letter>.makeStream()
    self.continuation = continuation
    loop = Task {
      for await letter in stream {
        do throws(TaskFailure) {
          switch letter {
          case .prompt(let text):
            try await agent.send(text)
            CrashPoint.reach(.promptWritten)
          case .answer(let request, let answer): try await agent.answer(request, with: answer)
          case .interrupt: try await agent.interrupt()
          case .setModel(let model): try await agent.setModel(model)
          case .compact: try await agent.compact()
          }
        } catch {
          await failed(error, letter)
        }
      }
    }
  }

  /// Adds a letter; never blocks.
  func send(_ letter: Letter) { continuation.yield(letter) }

  /// Sends nothing more.
  func close() {
    continuation.finish()
    loop.cancel()
  }
}
