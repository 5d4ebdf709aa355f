import JSON
import Model
import Platform

/// aider, one program per turn. Its conversation is a file in the private home, which every further turn restores. Pure but for looking whether files are there.
struct AiderDriver: TurnDriver {
  let capabilities: AgentCapabilities
  let program: AgentProgram
  let setup: AgentSetup
  let session: String
  private(set) var model: String?
  /// Whether there is a conversation to go on with.
  private var hasHistory: Bool
  private var isPlanning: Bool
  private var files: [String]
  private var turns = 0
  private var decoder = AiderDecoder(prefix: "aider-0")
  /// Makes the ids of messages differ between agents of one session.
  private let run = RandomID.uuid().prefix(8)

  init(program: AgentProgram, setup: AgentSetup, capabilities: AgentCapabilities) {
    self.program = program
    self.setup = setup
    self.capabilities = capabilities
    switch setup.session {
    case .new(let id):
      session = id
      hasHistory = false
      files = []
    case .resume(let id):
      session = id
      hasHistory = true
      files = Self.remembered(Self.memory(setup, id))
    }
    isPlanning = setup.mode == .plan
    model = setup.model
  }

  var sessionID: String? { session }

  func opening() -> [AgentEvent] {
    var events: [AgentEvent] = [.sessionStarted(id: session, model: model, tools: [])]
    if setup.mode == .ask {
      events.append(.notice(.warning, "aider cannot ask before it edits: in mode ask it works as in mode auto."))
    }
    if !setup.mcpServers.isEmpty {
      events.append(.notice(.info, "aider knows no MCP: the configured servers are not used."))
    }
    return events
  }

  mutating func planApproved() { isPlanning = false }

  mutating func begin(_ prompt: String) throws(TaskFailure) -> TurnRun {
    guard !session.isEmpty, !session.contains("/"), session != "..", session != "." else {
      throw TaskFailure(.engine, "Starting aider: \"\(session)\" is no name for a conversation.")
    }
    if turns == 0, hasHistory, !Files.isFile("\(AiderCommandLine.directory(home: setup.home, session: session))/chat.md") {
      throw TaskFailure(.engine, "Resuming aider: its conversation \(session) is not in the task's private home; retry with --fresh.")
    }
    turns += 1
    decoder = AiderDecoder(prefix: "aider-\(run)-\(turns)")
    decoder.files = files
    let found = AiderCommandLine.repositorySettings.contains { Files.exists("\(setup.workspace)/\($0)") }
    let place = AiderCommandLine.directory(home: setup.home, session: session)
    let command = AiderCommandLine.command(
      program, setup, session: session, restores: hasHistory, isPlanning: isPlanning, files: present(files), hasRepositorySettings: found)
    return TurnRun(
      command: command, files: ["\(place)/message.txt": Array(Self.message(prompt).utf8)], leftovers: AiderCommandLine.leftovers(setup))
  }

  mutating func decode(_ line: [UInt8]) -> [AgentEvent] {
    let events = decoder.decode(line)
    if let known = decoder.model { model = known }
    return events
  }

  mutating func ended(_ cut: TurnCut) -> TurnEnd {
    var end = TurnEnd(events: decoder.close(), outcome: decoder.outcome(cut))
    hasHistory = true
    files = decoder.files
    if end.outcome == .completed {
      end.text = decoder.lastText
      if isPlanning { end.plan = decoder.lastText ?? "" }
    }
    end.files[Self.memory(setup, session)] = Array(JSONValue.array(files.map(JSONValue.string)).serialized().utf8)
    return end
  }

  /// A prompt is never one of aider's commands (`/run …`, `!…`).
  static func message(_ prompt: String) -> String { prompt.hasPrefix("/") || prompt.hasPrefix("!") ? "\n\(prompt)" : prompt }

  // MARK: Files in the chat

  /// Those that are there: aider makes an empty file of one that is not.
  private func present(_ files: [String]) -> [String] {
    let safe = files.filter { !$0.hasPrefix("/") && !$0.split(separator: "/").contains("..") }
    return Array(safe.filter { Files.isFile("\(setup.workspace)/\($0)") }.suffix(50))
  }

  private static func memory(_ setup: AgentSetup, _ session: String) -> String {
    "\(AiderCommandLine.directory(home: setup.home, session: session))/files.json"
  }

  private static func remembered(_ path: String) -> [String] {
    guard let bytes = try? Files.read(path, limit: 1 << 20), let value = try? JSONValue.parse(bytes) else { return [] }
    return Array((value.array ?? []).compactMap(\.string).suffix(200))
  }
}
