import Agents
import Model
import Platform
import Storage

/// The live agent: taken on, listened to, compacted, parked, ended.
extension TaskRunner {
  /// Starts an agent that was made, as the task's own; when it is gone by now, or the task wants none any more, it is ended.
  func welcome(_ made: any CodingAgent, generation number: Int, _ input: TaskInput) async {
    await enterGate()
    let isWanted = number == generation && record.phase == .preparing && !isClosed
    let isAlive = number == generation && agent != nil
    if isWanted, isAlive {
      do throws(SupervisionError) {
        _ = try await handleInside(input)
        leaveGate()
      } catch {
        leaveGate()
        if error.isDiskFull { await handleQuietly(input) } else { announce(.message(.error, "\(id): \(error.text)")) }
      }
      return
    }
    leaveGate()
    await made.stop()
    if isWanted {
      let text = "Starting \(record.engine): its program ended at once; the transcript and the task's log hold what it said."
      await handleQuietly(.agentRefused(TaskFailure(.engine, text)))
    }
  }

  // MARK: The agent's events

  /// A number for a new agent; events that carry an older one are dropped.
  func nextGeneration() -> Int {
    generation += 1
    return generation
  }

  /// Keeps what is known of the agent's calls and messages.
  func note(_ event: AgentEvent) {
    switch event {
    case .textDone(let message, _), .thinkingDone(let message, _), .messageDiscarded(let message): deltas.forget(message)
    case .toolStarted(let call): openTools.insert(call.id)
    case .toolFinished(let tool, _, _, _):
      openTools.remove(tool)
      deltas.forget(tool)
    case .turnDone:
      openTools = []
      deltas.reset()
    case .exited:
      outbox?.close()
      outbox = nil
      if let ended = agent { startJob { await $0.bury(ended) } }
      agent = nil
    default: break
    }
  }

  /// Tells pieces of text at once; they are committed a little later.
  func flush(_ pieces: inout [DeltaTracker.Piece]) async {
    guard !pieces.isEmpty else { return }
    for piece in pieces {
      announce(.delta(task: id, messageID: piece.messageID, stream: piece.stream, offset: piece.offset, text: piece.text))
    }
    let events = pieces.map { TranscriptEvent.delta(messageID: $0.messageID, stream: $0.stream, offset: $0.offset, text: $0.text) }
    pieces = []
    _ = try? await untilThereIsRoom { () throws(StorageError) in try await desk.log.appendDeferred(id, events, at: desk.now()) }
  }

  /// Ends the live agent and all that it started; returns when it is gone. Its later events are dropped.
  func endAgent() async {
    generation += 1
    deltas.reset()
    openTools = []
    outbox?.close()
    outbox = nil
    guard let ending = agent else { return await giveBackLocalModels() }
    agent = nil
    await bury(ending)
  }

  /// Waits until an agent and all that it started are gone.
  private func bury(_ ended: any CodingAgent) async {
    await ended.stop()
    guard agent == nil else { return }
    live.remove(id)
    await giveBackLocalModels()
  }

  /// Compacts the agent's conversation between two turns.
  func compact() async throws(SupervisionError) {
    guard let agent, agent.capabilities.contains(.compact), record.phase == .review else {
      throw SupervisionError(.refused, "Compacting \(id): it needs a live agent that can compact, between two turns.")
    }
    outbox?.send(.compact)
  }

  /// Whether its agent is idle and nothing is lost with it: it can be resumed, or knows of no turn but the present one anyway.
  var canPark: Bool {
    guard let agent, agent.capabilities.losesNothing else { return false }
    return record.phase == .review || record.phase == .waiting || record.phase.isEnd
  }

  /// Ends an idle agent that can be resumed, to make room for others.
  /// - Returns: whether there was one.
  func park() async -> Bool {
    guard canPark else { return false }
    await enterGate()
    defer { leaveGate() }
    guard canPark else { return false }
    await endAgent()
    _ = try? await handleInside(.agentParked)
    return true
  }
}
