import Agents
import HTTP
import Model
import Platform
import Synchronization

/// An engine whose agents ask a model over HTTP, as often as the prompt says ("ask 3"), and report nothing about it.
struct AskingEngine: CodingEngine {
  /// What its agents were given, and what they were answered.
  final class Notes: Sendable {
    private let held = Mutex<(keys: [String], statuses: [Int])>(([], []))
    var keys: [String] { held.withLock { $0.keys } }
    var statuses: [Int] { held.withLock { $0.statuses } }
    func given(_ key: String) { held.withLock { $0.keys.append(key) } }
    func answered(_ status: Int) { held.withLock { $0.statuses.append(status) } }
  }

  let name = "asking"
  let capabilities: AgentCapabilities = [.severalTurns]
  let credentialVariables = ["ASKING_KEY"]
  let passedVariables: [String] = []
  let loginFiles: [String] = []
  let needsCredential = true
  let installHint = "it is built in"
  let sheet = EngineSheet(title: "Asking", homepage: "a part of the tests", commandLines: [], trial: .realProgram)
  let notes = Notes()

  func status(command: String?, environment: [String: String]) async -> EngineStatus { EngineStatus(name: name, installHint: installHint) }

  func holdsSession(_ id: String, home: String) -> Bool { false }

  func modelRoute(_ setup: AgentSetup, variable: String) -> ModelRoute? {
    setup.baseURL.map { ModelRoute(.anthropic, upstream: $0) }
  }

  func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent { AskingAgent(setup, notes) }
}

/// One of its agents.
actor AskingAgent: CodingAgent {
  nonisolated let capabilities: AgentCapabilities = [.severalTurns]
  nonisolated let workingDirectory: String
  let sessionID: String? = "asking"
  let model: String? = nil

  private let setup: AgentSetup
  private let notes: AskingEngine.Notes
  private let client = HTTPClient()
  private var receive: (@Sendable ([AgentEvent]) async -> Void)?
  private var turn: Task<Void, Never>?

  init(_ setup: AgentSetup, _ notes: AskingEngine.Notes) {
    self.setup = setup
    self.notes = notes
    workingDirectory = setup.workspace
  }

  func start(_ receive: @escaping @Sendable ([AgentEvent]) async -> Void) async throws(TaskFailure) {
    self.receive = receive
    notes.given(setup.environment["ASKING_KEY"] ?? "")
  }

  func send(_ prompt: String) async throws(TaskFailure) {
    let words = prompt.split { !$0.isLetter && !$0.isNumber }
    let times = words.firstIndex(of: "ask").flatMap { words.dropFirst($0 + 1).first }.flatMap { Int($0) } ?? 1
    turn = Task { await self.play(times, guesses: prompt.contains("guess")) }
  }

  private func play(_ times: Int, guesses: Bool) async {
    await receive?([.turnStarted])
    let key = guesses ? "a guess" : setup.environment["ASKING_KEY"] ?? ""
    for number in 0..<times where !Task.isCancelled {
      await receive?([.textDone(messageID: "m\(number)", text: "Asking.")])
      let request = HTTPRequest(
        "POST", (setup.baseURL ?? "") + "/v1/messages", headers: [HTTPField("x-api-key", key)], body: Array(#"{"model":"m"}"#.utf8))
      if let answer = try? await client.send(request, limit: 1 << 20) { notes.answered(answer.head.status) }
    }
    await receive?([.turnDone(.completed, text: "Asked.")])
  }

  func stop() async { turn?.cancel() }
  func interrupt() async throws(TaskFailure) {}
  func answer(_ request: String, with answer: AgentAnswer) async throws(TaskFailure) {}
  func setModel(_ model: String) async throws(TaskFailure) {}
  func compact() async throws(TaskFailure) {}
}
