import Agents
import FoundationEssentials
import JSON
import Model
import Testing

/// aider's command lines and lines, by a stand-in that says what a test wants.
@Suite(.timeLimit(.minutes(15))) struct AiderEngineTests {
  /// Writes its arguments, environment and message down, prints the file `say`, and leaves a cache behind.
  private static let source = #"""
    import json, os, sys
    option = lambda name: next((a[len(name) + 3:] for a in sys.argv if a.startswith("--%s=" % name)), None)
    home = os.environ["HOME"]
    with open(home + "/calls.jsonl", "a") as f:
        f.write(json.dumps({"argv": sys.argv[1:], "env": dict(os.environ), "message": open(option("message-file")).read()}) + "\n")
    open(option("chat-history-file"), "a").write("#### x\n")
    os.makedirs(".aider.tags.cache.v4/x", exist_ok=True)
    open(".aider.tags.cache.v4/x/cache.db", "w").write("x")
    sys.stdout.buffer.write(open(home + "/say", "rb").read())
    """#

  private func play(
    _ stage: AgentStage, _ said: String, session: AgentSetup.Session = .new(id: "s-1"), mode: TaskMode = .auto,
    _ change: (inout AgentSetup) -> Void = { _ in },
    _ script: (any CodingAgent, AgentStage) async throws -> Void
  ) async throws {
    var setup = stage.setup(mode, session: session)
    setup.command = try OneShot.program("aider", Self.source, in: stage)
    setup.environment = ["OPENAI_API_KEY": "sk-test-0123456789"]
    change(&setup)
    try Data(said.utf8).write(to: URL(filePath: "\(stage.directory)/home/say"))
    try await OneShot.play(AiderEngine(), setup, stage, script)
  }

  private func calls(_ stage: AgentStage) -> [JSONValue] {
    let bytes = FileManager.default.contents(atPath: "\(stage.directory)/home/calls.jsonl").map(Array.init) ?? []
    return JSONLines.parse(bytes).compactMap { try? $0.value.get() }
  }

  private func arguments(_ call: JSONValue?) -> [String] { (call?["argv"]?.array ?? []).compactMap(\.string) }

  private static let head = "Aider v0.86.2\nMain model: openai/gpt-4o with diff edit format\nRepo-map: using 4096 tokens\n\n"
  private static let tail = "\nTokens: 1.9k sent, 29 received. Cost: $0.0052 message, $0.0052 session.\n"

  @Test func commandLinesAndFiles() async throws {
    let stage = try AgentStage()
    try stage.write("calc.py", "x\n")
    let said = Self.head + "Fix." + Self.tail + "Applied edit to calc.py\nApplied edit to gone.py\nApplied edit to ../../etc/passwd\n"
    try await play(
      stage, said,
      {
        $0.model = "openai/gpt-4o"; $0.effort = "high"; $0.baseURL = "http://127.0.0.1:9/v1"
      }
    ) { agent, stage in
      try await agent.send("/run touch evil")
      await stage.turns(1)
      #expect(FileManager.default.fileExists(atPath: "\(stage.directory)/ws/.aider.tags.cache.v4") == false)
      try await agent.send("more")
      await stage.turns(2)
    }
    #expect(stage.outcomes == [.completed, .completed])
    let made = calls(stage)
    let first = arguments(made.first)
    let second = arguments(made.last)
    for flag in [
      "--model=openai/gpt-4o", "--yes-always", "--no-auto-commits", "--no-dirty-commits", "--no-gitignore", "--reasoning-effort=high",
    ] {
      #expect(first.contains(flag))
    }
    #expect(!first.contains("--restore-chat-history"))
    #expect(!first.contains { $0.hasPrefix("--file=") })
    #expect(second.contains("--restore-chat-history"))
    #expect(second.filter { $0.hasPrefix("--file=") } == ["--file=calc.py"])
    #expect(made.first?["message"]?.string == "\n/run touch evil")
    #expect(made.first?["env"]?["OPENAI_API_BASE"]?.string == "http://127.0.0.1:9/v1")
    #expect(made.first?["env"]?["LITELLM_LOCAL_MODEL_COST_MAP"]?.string == "True")
    #expect(!(first + second).contains { $0.contains("sk-test") })

    // The files of earlier turns are known to the next agent.
    let again = try AgentStage(sharing: stage)
    try await play(again, said, session: .resume(id: "s-1")) { agent, stage in
      try await agent.send("more")
      await stage.turns(1)
    }
    #expect(arguments(calls(stage).last).contains("--file=calc.py"))
    #expect(AiderEngine().holdsSession("s-1", home: "\(stage.directory)/home"))
    #expect(!AiderEngine().holdsSession("../s-1", home: "\(stage.directory)/home"))
  }

  @Test func ollamaAndAnthropic() async throws {
    let ollama = try AgentStage()
    try await play(
      ollama, Self.head + "Hi." + Self.tail,
      {
        $0.model = "ollama/qwen3:8b"; $0.ollamaURL = "http://127.0.0.1:11434"
      }
    ) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(arguments(calls(ollama).first).contains("--model=ollama_chat/qwen3:8b"))
    #expect(calls(ollama).first?["env"]?["OLLAMA_API_BASE"]?.string == "http://127.0.0.1:11434")
    let claude = try AgentStage()
    try await play(
      claude, Self.head + "Hi." + Self.tail,
      {
        $0.model = "sonnet"; $0.baseURL = "http://127.0.0.1:9"
      }
    ) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(calls(claude).first?["env"]?["ANTHROPIC_API_BASE"]?.string == "http://127.0.0.1:9")
    #expect(calls(claude).first?["env"]?["OPENAI_API_BASE"] == nil)
  }

  @Test(arguments: [
    ("openai/gpt-5", ["OPENAI_API_KEY"]), ("gpt-4o", ["OPENAI_API_KEY"]), ("o3", ["OPENAI_API_KEY"]), ("sonnet", ["ANTHROPIC_API_KEY"]),
    ("claude-opus-4-5", ["ANTHROPIC_API_KEY"]), ("anthropic/claude-3", ["ANTHROPIC_API_KEY"]),
    ("gemini/gemini-3-pro", ["GEMINI_API_KEY", "GOOGLE_API_KEY"]), ("deepseek/deepseek-chat", ["DEEPSEEK_API_KEY"]),
    ("openrouter/anthropic/claude-3", ["OPENROUTER_API_KEY"]), ("groq/x", ["GROQ_API_KEY"]), ("xai/grok-4", ["XAI_API_KEY"]),
    ("ollama/qwen3", []), ("ollama_chat/qwen3", []),
  ])
  func credentials(_ model: String, _ variables: [String]) { #expect(AiderEngine().credentialVariables(model: model) == variables) }

  @Test func hostileLines() async throws {
    let stage = try AgentStage()
    let said =
      Self.head
      + "I say: litellm.RateLimitError: not really\nand go on\nTokens: nonsense\nTokens: 99999999999999999999k sent, 1 received.\n"
      + String(repeating: "z", count: 2_000_000) + "\nRetrying in 5 seconds...\n\u{1b}[31mred" + Self.tail
      + "Applied edit to " + String(repeating: "p/", count: 5000) + "\n"
    try await play(stage, said) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(stage.outcomes.count == 1)
    for event in stage.events {
      if case .textDone(_, let text) = event { #expect(text.utf8.count < 3 << 20) }
      if case .toolStarted(let call) = event { #expect(call.title.utf8.count <= 200) }
    }
  }

  @Test(arguments: [
    (
      "litellm.RateLimitError: RateLimitError: OpenAIException - slow down\nRetrying in 32.0 seconds...\nlitellm.RateLimitError: still\n",
      "failed(rate_limit)"
    ),
    ("litellm.RateLimitError: You exceeded your current quota\n", "failed(billing)"),
    ("litellm.InternalServerError: AnthropicException - Overloaded\n", "failed(overloaded)"),
    ("litellm.BadRequestError: LLM Provider NOT provided. Pass model\n", "failed(model_not_found)"),
    ("litellm.APIConnectionError: refused\n", "failed(network)"),
    ("Text.\nTokens: 1 sent, 2 received.\nThe LLM did not conform to the edit format.\nhttps://aider.chat/x\n", "failed(unknown)"),
    (
      "Text.\nTokens: 1 sent, 2 received.\nThe LLM did not conform to the edit format.\nAgain.\nTokens: 1 sent, 2 received.\nApplied edit to a.py\n",
      "completed"
    ),
    ("\nEmpty response received from LLM. Check your provider account?\n", "failed(server)"),
    ("half an answer", "failed(engine)"),
  ])
  func ends(_ said: String, _ outcome: String) async throws {
    let stage = try AgentStage()
    try await play(stage, Self.head + said) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(stage.outcomes.map(\.summary) == [outcome])
  }

  @Test func modesAreSaid() async throws {
    let stage = try AgentStage()
    try await play(stage, Self.head + "Hi." + Self.tail, mode: .ask) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(stage.summary.contains { $0.hasPrefix("notice warning aider cannot ask") })
    let nothing = try AgentStage()
    try await play(nothing, "", mode: .auto) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(nothing.outcomes.map(\.summary) == ["failed(engine)"])
  }
}
