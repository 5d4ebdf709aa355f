import Agents
import FoundationEssentials
import JSON
import Model
import TestSupport
import Testing

/// gemini by a stand-in that follows its documentation.
@Suite(.timeLimit(.minutes(15))) struct GeminiEngineTests {
  private let session = "7d6c3a52-1111-4222-8333-944445555666"

  private func play(
    _ stage: AgentStage, mode: TaskMode = .auto, resume: Bool = false, dialect: EngineDialect? = .streamJSON,
    key: String = "AIza-test-0123456789",
    _ change: (inout AgentSetup) -> Void = { _ in }, _ script: (any CodingAgent, AgentStage) async throws -> Void
  ) async throws {
    var setup = stage.setup(mode, session: resume ? .resume(id: session) : .new(id: session))
    setup.command = try GeminiStandIn.write(in: stage)
    setup.dialect = dialect
    setup.environment = key.isEmpty ? [:] : ["GEMINI_API_KEY": key]
    change(&setup)
    try await OneShot.play(GeminiEngine(), setup, stage, script)
  }

  private func calls(_ stage: AgentStage) -> [JSONValue] {
    let bytes = FileManager.default.contents(atPath: "\(stage.directory)/home/calls.jsonl").map(Array.init) ?? []
    return JSONLines.parse(bytes).compactMap { try? $0.value.get() }
  }

  private func arguments(_ call: JSONValue?) -> [String] { (call?["argv"]?.array ?? []).compactMap(\.string) }

  @Test func worksRemembersAndResumes() async throws {
    let stage = try AgentStage()
    try await play(stage, { $0.model = "gemini/gemini-3-pro" }) { agent, stage in
      try await agent.send("[[write a.txt hi]] [[remember WALNUT]]")
      await stage.turns(1)
      try await agent.send("And?")
      await stage.turns(2)
      #expect(await agent.sessionID == session)
    }
    #expect(
      stage.summary == [
        "turn", "session gemini-3-pro", "start write write_file a.txt", "file update a.txt", "end ok - written",
        "start other docs__search x", "end failed - no such page", "text Remembered: .", "usage 100/20 -", "done completed Remembered: .",
        "turn", "session gemini-3-pro", "text Remembered: WALNUT.", "usage 100/20 -", "done completed Remembered: WALNUT.", "exited -1 0",
      ])
    #expect(stage.read("a.txt") == "hi")
    let made = calls(stage)
    #expect(
      arguments(made.first) == [
        "--prompt=[[write a.txt hi]] [[remember WALNUT]]", "--output-format=stream-json", "--approval-mode=yolo", "--skip-trust",
        "--session-id=\(session)", "--model=gemini-3-pro",
      ])
    #expect(arguments(made.last).contains("--resume=\(session)"))
    #expect(made.first?["env"]?["GEMINI_CLI_NO_RELAUNCH"]?.string == "true")
    #expect(made.first?["env"]?["GEMINI_CLI_HOME"]?.string == "\(stage.directory)/home")
    #expect(made.first?["cwd"]?.string == "\(stage.directory)/ws")

    #expect(GeminiEngine().holdsSession(session, home: "\(stage.directory)/home"))
    #expect(!GeminiEngine().holdsSession("99999999-1111", home: "\(stage.directory)/home"))
    let again = try AgentStage(sharing: stage)
    try await play(again, resume: true) { agent, stage in
      try await agent.send("And now?")
      await stage.turns(1)
    }
    #expect(again.summary.contains("text Remembered: WALNUT."))
  }

  @Test func exitCodesHaveTheirClass() async throws {
    let stage = try AgentStage()
    try await play(stage) { agent, stage in
      for (number, mark) in ["limit", "server", "turns", "tool", "cut", "refused", "stray"].enumerated() {
        try await agent.send("[[\(mark)]]")
        await stage.turns(number + 1)
      }
    }
    #expect(
      stage.outcomes.map(\.summary) == [
        "failed(rate_limit)", "failed(server)", "limit(turns)", "failed(engine)", "failed(engine)", "failed(auth)", "failed(engine)",
      ])
    let missing = try AgentStage()
    try await play(missing, key: "") { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(missing.outcomes.map(\.summary) == ["failed(auth)"])
    let unknown = try AgentStage()
    try await play(unknown, resume: true) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(unknown.outcomes.map(\.summary) == ["failed(engine)"])
  }

  @Test func interruptAndStop() async throws {
    let stage = try AgentStage()
    try await play(stage) { agent, stage in
      try await agent.send("[[hang]]")
      await stage.until { $0.contains { if case .textDelta = $0 { true } else { false } } }
      try await agent.interrupt()
      await stage.turns(1)
      try await agent.send("[[hang]] again")
      await stage.until { $0.count { if case .textDelta = $0 { true } else { false } } >= 2 }
    }
    #expect(stage.outcomes == [.interrupted, .interrupted])
  }

  @Test func garbageIsKept() async throws {
    let stage = try AgentStage()
    try await play(stage) { agent, stage in
      try await agent.send("[[garbage]]")
      await stage.turns(1)
    }
    #expect(stage.outcomes == [.completed])
    #expect(stage.summary.contains("raw half a li"))
    #expect(stage.events.count { if case .raw = $0 { true } else { false } } == 3)
  }

  @Test func longPromptsComeOnStandardInput() async throws {
    let stage = try AgentStage()
    let word = String(repeating: "x", count: 150_000)
    try await play(stage) { agent, stage in
      try await agent.send("\(word) [[remember LONG]]")
      await stage.turns(1)
      try await agent.send("And?")
      await stage.turns(2)
    }
    #expect(stage.summary.contains("text Remembered: LONG."))
  }

  @Test func plansFirst() async throws {
    let stage = try AgentStage()
    try await play(stage, mode: .plan) { agent, stage in
      try await agent.send("[[write a.txt hi]] [[remember PLAN]]")
      let request = try #require(await stage.request(1))
      #expect(request.kind == .plan("Remembered: ."))
      #expect(stage.read("a.txt") == nil)
      try await agent.answer(request.id, with: .allow)
      await stage.turns(1)
    }
    #expect(stage.outcomes == [.completed])
    let made = calls(stage)
    #expect(arguments(made.first).contains("--approval-mode=plan"))
    #expect(arguments(made.last).contains("--approval-mode=yolo"))
    #expect(arguments(made.last).first == "--prompt=The plan is approved. Carry it out now.")
    let cut = try AgentStage()
    try await play(cut, mode: .plan) { agent, stage in
      try await agent.send("x")
      _ = await stage.request(1)
    }
    #expect(cut.outcomes == [.interrupted])
    #expect(cut.events.contains { if case .askWithdrawn = $0 { true } else { false } })
  }

  @Test func settingsAreWritten() async throws {
    let stage = try AgentStage()
    try await play(
      stage,
      {
        $0.mcpServers = [
          MCPServer(name: "docs", transport: .stdio(command: "docs", arguments: ["-x"], environment: ["A": "b"])),
          MCPServer(name: "net", transport: .http(url: "https://example.org/mcp", headers: ["X": "y"])),
        ]
        $0.allowedTools = ["read_file"]
        $0.disallowedTools = ["run_shell_command"]
      }
    ) { agent, stage in
      try await agent.send("x [[write a.txt hi]]")
      await stage.turns(1)
    }
    let bytes = try #require(FileManager.default.contents(atPath: "\(stage.directory)/home/.gemini/settings.json").map(Array.init))
    let settings = try JSONValue.parse(bytes)
    #expect(settings["mcpServers"]?["docs"]?["command"]?.string == "docs")
    #expect(settings["mcpServers"]?["net"]?["httpUrl"]?.string == "https://example.org/mcp")
    #expect(settings["tools"]?["exclude"] == ["run_shell_command"])
    #expect(settings["security"]?["auth"]?["selectedType"]?.string == "gemini-api-key")
    #expect(arguments(calls(stage).first).contains("--approval-mode=default"))
    #expect(stage.summary.contains("start other mcp__docs__search x"))
  }

  @Test func aHomeThatPointsElsewhereIsNotWrittenThrough() async throws {
    let stage = try AgentStage()
    let outside = "\(stage.directory)/outside"
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: "\(stage.directory)/home/.gemini", withDestinationPath: outside)
    try await play(stage) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(stage.outcomes.map(\.summary) == ["failed(engine)"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside).isEmpty)
  }

  @Test func speaksACP() async throws {
    let stage = try AgentStage()
    try await play(stage, dialect: nil) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(stage.outcomes == [.completed])
    #expect(stage.summary.contains("text Over ACP."))
    #expect(arguments(calls(stage).first) == ["--acp"])
    #expect(calls(stage).first?["env"]?["GEMINI_CLI_HOME"]?.string == "\(stage.directory)/home")
  }

  @Test func modelsAreAskedFor() async throws {
    let server = try LoopbackServer { _, _, connection in
      connection.answer(
        200,
        #"{"models":[{"name":"models/gemini-3-pro","displayName":"Gemini 3 Pro","supportedGenerationMethods":["generateContent"]},{"name":"models/embed","supportedGenerationMethods":["embedContent"]}]}"#
      )
    }
    let offers = try await GeminiEngine().models(
      command: nil, environment: ["GEMINI_API_KEY": "k", "GOOGLE_GEMINI_BASE_URL": server.address])
    #expect(offers == [ModelOffer(id: "gemini-3-pro", note: "Gemini 3 Pro")])
    #expect(
      server.requests.map { "\($0.method) \($0.path) \($0.headers["x-goog-api-key"] ?? "")" } == ["GET /v1beta/models?pageSize=1000 k"])
    await #expect(throws: TaskFailure.self) { try await GeminiEngine().models(command: nil, environment: [:]) }
  }

  @Test func replayAndStatus() async throws {
    let stage = try AgentStage()
    let lines = """
      {"type":"init","session_id":"s","model":"m"}
      {"type":"message","role":"assistant","content":"Hel","delta":true}
      {"type":"message","role":"assistant","content":"lo","delta":true}
      {"type":"result","status":"success","stats":{"input_tokens":5,"output_tokens":9223372036854775807}}
      {"type":"init","session_id":"s","model":"m"}
      {"type":"tool_use","tool_name":"glob","tool_id":"1","parameters":{"pattern":"*"}}
      """
    let events = EngineReplay.decode(engine: GeminiEngine(), bytes: Array(lines.utf8)) ?? []
    #expect(
      events.compactMap(\.summary) == [
        "turn", "session m", "text Hello", "usage 5/9223372036854775807 -", "done completed Hello", "turn", "session m",
        "start search glob *", "end cancelled - ", "done failed(unknown) -",
      ])
    let status = await GeminiEngine().status(command: try GeminiStandIn.write(in: stage), environment: ["GEMINI_API_KEY": "k"])
    #expect(status.version == "0.56.0")
    #expect(status.problem == nil)
  }
}
