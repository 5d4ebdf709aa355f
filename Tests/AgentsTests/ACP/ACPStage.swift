import Agents
import FoundationEssentials
import JSON
import Model
import Synchronization

/// An agent with its peer, and the commands that it has us run: each a peer of its own, by the line that it runs.
final class ACPStage: Sendable {
  let stage: AgentStage
  let peer: ACPPeer
  let commands = Mutex<[(command: AgentCommand, process: ACPPeer)]>([])
  private let started = AsyncStream<ACPPeer>.makeStream()

  init(hangs: Bool = false) throws {
    stage = try AgentStage()
    peer = ACPPeer(hangs: hangs)
  }

  /// An agent whose program is the peer, and whose terminals are peers, too.
  func agent(_ setup: AgentSetup? = nil, options: ACPOptions = ACPOptions(patience: 60, interruptPatience: 30)) -> ACPAgent {
    let program = AgentProgram(engine: "tester", path: "/nowhere/tester", credentialVariables: ["TESTER_KEY"])
    return ACPAgent(program: program, arguments: ["acp"], setup: setup ?? stage.setup(.ask), options: options) {
      command async throws(TaskFailure) in self.launch(command)
    }
  }

  private func launch(_ command: AgentCommand) -> any AgentProcess {
    guard command.path == "/bin/sh" else { return peer }
    let process = ACPPeer(hangs: true)
    commands.withLock { $0.append((command, process)) }
    started.continuation.yield(process)
    return process
  }

  /// The next terminal that was started.
  func terminal() async -> ACPPeer? {
    for await process in started.stream { return process }
    return nil
  }

  /// Starts the agent; the peer greets meanwhile.
  func start(
    _ agent: ACPAgent, _ initialize: JSONValue = ["protocolVersion": 1], session: JSONValue = ["sessionId": "s1"]
  ) async throws {
    let peer = peer
    let greeting = Task { await peer.greet(initialize, session: session) }
    try await agent.start(stage.receive)
    await greeting.value
  }

  /// Starts a turn and gives the request that the peer got.
  func turn(_ agent: ACPAgent, _ prompt: String = "go") async throws -> JSONValue {
    try await agent.send(prompt)
    return await peer.next("session/prompt")
  }

  var notices: [String] { stage.events.compactMap { if case .notice(_, let text) = $0 { text } else { nil } } }
}
