import Agents
import Model
import Sandbox
import Testing

/// Where engines say that their requests go: only what they say can be put behind the gateway.
@Suite("the engines' routes")
struct ModelRouteTests {
  private func route(
    _ engine: String, _ variable: String, model: String? = nil, baseURL: String? = nil, _ environment: [String: String] = [:]
  ) -> String? {
    var setup = AgentSetup(
      task: TaskID(1), workspace: "/w", home: "/h", log: "/l", sandbox: SandboxProfile(workspace: "/w", home: "/h"), session: .new(id: "s"),
      mode: .auto)
    setup.model = model
    setup.baseURL = baseURL
    setup.environment = environment.merging([variable: "k"]) { own, _ in own }
    guard let route = EngineRegistry.standard().engine(named: engine)?.modelRoute(setup, variable: variable) else { return nil }
    return ([route.form.rawValue, route.upstream, route.variables.joined(separator: ",")] + [route.model].compactMap { $0 })
      .joined(separator: " ")
  }

  @Test("claude and codex") func native() {
    #expect(route("claude", "ANTHROPIC_API_KEY") == "anthropic https://api.anthropic.com ANTHROPIC_BASE_URL")
    #expect(
      route("claude", "CLAUDE_CODE_OAUTH_TOKEN", ["ANTHROPIC_BASE_URL": "https://own.example/a"])
        == "anthropic https://own.example/a ANTHROPIC_BASE_URL")
    #expect(
      route("claude", "ANTHROPIC_API_KEY", baseURL: "http://127.0.0.1:1", ["ANTHROPIC_BASE_URL": "https://x"])?.contains("127.0.0.1:1")
        == true)
    #expect(route("codex", "OPENAI_API_KEY") == "openAI https://api.openai.com/v1 OPENAI_BASE_URL")
    #expect(route("codex", "OTHER_KEY") == nil)
  }

  @Test("aider, by its model's provider") func aider() {
    #expect(route("aider", "OPENAI_API_KEY", model: "openai/gpt-5") == "openAI https://api.openai.com/v1 OPENAI_API_BASE,OPENAI_BASE_URL")
    #expect(route("aider", "ANTHROPIC_API_KEY", model: "sonnet")?.hasPrefix("anthropic https://api.anthropic.com ") == true)
    #expect(route("aider", "ANTHROPIC_API_KEY")?.hasPrefix("anthropic https://api.anthropic.com ") == true)
    #expect(route("aider", "OPENROUTER_API_KEY", model: "openrouter/a/b") == "openAI https://openrouter.ai/api/v1 OPENROUTER_API_BASE")
    #expect(route("aider", "OPENAI_API_KEY", model: "sonnet") == nil)
    #expect(route("aider", "AZURE_API_KEY", model: "azure/x") == nil)
    #expect(route("aider", "OPENAI_API_KEY", model: "mine/x") == nil)
    #expect(
      route("aider", "OPENAI_API_KEY", model: "mine/x", baseURL: "http://own.example/v1")?.hasPrefix("openAI http://own.example/v1 ")
        == true)
  }

  @Test("gemini, opencode, Carrel's own agent") func others() {
    #expect(route("gemini", "GEMINI_API_KEY") == "gemini https://generativelanguage.googleapis.com GOOGLE_GEMINI_BASE_URL")
    #expect(route("gemini", "GOOGLE_API_KEY") == nil)
    #expect(
      route("opencode", "ANTHROPIC_API_KEY", model: "claude-sonnet-4-5")
        == "anthropic https://api.anthropic.com/v1 ANTHROPIC_BASE_URL anthropic/claude-sonnet-4-5")
    #expect(route("opencode", "OPENAI_API_KEY") == "openAI https://api.openai.com/v1 OPENAI_BASE_URL")
    #expect(route("opencode", "MISTRAL_API_KEY", model: "mistral/large") == "openAI https://api.mistral.ai/v1  mistral/large")
    #expect(route("opencode", "OPENCODE_API_KEY", model: "opencode/x") == nil)
    #expect(
      route("opencode", "OPENAI_API_KEY", model: "small", baseURL: "http://own.example/v1") == "openAI http://own.example/v1  custom/small")
    #expect(route("carrel", "ANTHROPIC_API_KEY")?.hasPrefix("anthropic https://api.anthropic.com ANTHROPIC_BASE_URL claude-") == true)
    #expect(route("carrel", "OPENAI_API_KEY", model: "gpt-5") == "openAI https://api.openai.com/v1 OPENAI_BASE_URL gpt-5")
    #expect(route("carrel", "OPENAI_API_KEY", model: "sonnet") == nil)
    #expect(
      route("carrel", "OPENAI_API_KEY", model: "x", baseURL: "http://127.0.0.1:9") == "openAI http://127.0.0.1:9/v1 OPENAI_BASE_URL x")
    #expect(route("carrel", "GROQ_API_KEY", model: "groq/x") == "openAI https://api.groq.com/openai/v1  groq/x")
  }

  @Test("agents of the protocol, where the operator names the base URL") func protocolAgents() {
    #expect(route("gptme", "OPENAI_API_KEY", baseURL: "http://own.example/v1") == "openAI http://own.example/v1 OPENAI_BASE_URL")
    #expect(route("gptme", "OPENAI_API_KEY") == nil)
    #expect(route("gptme", "ANTHROPIC_API_KEY", baseURL: "http://own.example/v1") == nil)
    #expect(route("claude-code-acp", "ANTHROPIC_API_KEY") == "anthropic https://api.anthropic.com ANTHROPIC_BASE_URL")
    #expect(route("openhands", "LLM_API_KEY", ["LLM_BASE_URL": "http://own.example/v1"]) == "openAI http://own.example/v1 LLM_BASE_URL")
    #expect(route("vibe", "MISTRAL_API_KEY", baseURL: "http://own.example/v1") == nil)
    #expect(route("demo", "X") == nil)
  }
}
