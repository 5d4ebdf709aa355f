import HTTP
import JSON
import Model
import Providers
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct ProviderChoiceTests {
  let client = HTTPClient()

  /// Asks whom a name leads to, by the path and credential that a server sees.
  private func asked(_ model: String, _ environment: (String) -> [String: String]) async throws -> String {
    let server = try LoopbackServer { _, _, connection in connection.answer(400, "{}") }
    let choice = try ProviderChoice.choose(model, environment: environment(server.address), client: client)
    let request = ProviderRequest(model: choice.model, system: "", messages: [ProviderMessage(.user, [.text("hi")])])
    await #expect(throws: TaskFailure.self) { try await choice.provider.answer(request) { _ in } }
    let sent = try #require(server.requests.first)
    let name = try JSONValue.parse(sent.body)["model"]?.string ?? ""
    return "\(choice.provider.name) \(sent.path) \(name) \(sent.headers["x-api-key"] ?? sent.headers["authorization"] ?? "-")"
  }

  @Test func followsTheRules() async throws {
    func anthropic(_ url: String) -> [String: String] { ["ANTHROPIC_BASE_URL": url, "ANTHROPIC_API_KEY": " a\n"] }
    func openAI(_ url: String) -> [String: String] { ["OPENAI_BASE_URL": url, "OPENAI_API_KEY": "o"] }
    #expect(try await asked("sonnet", anthropic) == "anthropic /v1/messages claude-sonnet-5-5 a")
    #expect(try await asked("anthropic/Opus", anthropic) == "anthropic /v1/messages claude-opus-5-5 a")
    #expect(try await asked("claude-9-new", anthropic) == "anthropic /v1/messages claude-9-new a")
    #expect(try await asked("anything", anthropic) == "anthropic /v1/messages anything a")
    #expect(
      try await asked("haiku") { ["ANTHROPIC_BASE_URL": $0, "ANTHROPIC_AUTH_TOKEN": "t"] }
        == "anthropic /v1/messages claude-haiku-5-5 Bearer t")
    #expect(try await asked("gpt-6.1-sol", openAI) == "openai /v1/responses gpt-6.1-sol Bearer o")
    #expect(try await asked("o3", openAI) == "openai /v1/responses o3 Bearer o")
    #expect(try await asked("openai/gpt-5", openAI) == "openai /v1/responses gpt-5 Bearer o")
    #expect(try await asked("openai/llama", openAI) == "openai /v1/chat/completions llama Bearer o")
    #expect(try await asked("openai-chat/gpt-5", openAI) == "openai /v1/chat/completions gpt-5 Bearer o")
    #expect(try await asked("openai-responses/x", openAI) == "openai /v1/responses x Bearer o")
    #expect(try await asked("Qwen/Qwen3-8B", openAI) == "openai /v1/chat/completions Qwen/Qwen3-8B Bearer o")
    #expect(try await asked("gpt-oss:20b") { ["OPENAI_BASE_URL": $0 + "/x/v2/"] } == "openai /x/v2/chat/completions gpt-oss:20b -")
    #expect(try await asked("vllm/llama") { ["OPENAI_BASE_URL": $0] } == "vllm /v1/chat/completions llama -")
    #expect(
      try await asked("ollama/qwen3:8b") { ["OLLAMA_HOST": String($0.dropFirst("http://".count))] } == "ollama /api/chat qwen3:8b -")
  }

  @Test func takesTheConfiguredBaseURLFirst() async throws {
    let server = try LoopbackServer { _, _, connection in connection.answer(400, "{}") }
    for (model, path) in [("llama", "/v1/chat/completions"), ("sonnet", "/v1/messages"), ("openrouter/a/b", "/v1/chat/completions")] {
      let choice = try ProviderChoice.choose(
        model, environment: ["OPENAI_BASE_URL": "http://127.0.0.1:1"], baseURL: server.address, client: client)
      try? await choice.provider.answer(ProviderRequest(model: choice.model, system: "", messages: [])) { _ in }
      #expect(server.requests.last?.path == path)
    }
  }

  @Test func namesTheMissingVariable() {
    let samples: [(String?, [String: String], TaskFailure.Class, String)] = [
      ("sonnet", ["ANTHROPIC_API_KEY": "  "], .auth, "ANTHROPIC_API_KEY is not set"), ("gpt-5", [:], .auth, "OPENAI_API_KEY is not set"),
      ("openrouter/x/y", ["OPENAI_API_KEY": "o"], .auth, "OPENROUTER_API_KEY is not set"),
      ("gemini-3.8-flash", [:], .auth, "GEMINI_API_KEY or GOOGLE_API_KEY is not set"), ("llama", [:], .badRequest, "nobody is known"),
      (nil, [:], .auth, "neither ANTHROPIC_API_KEY nor OPENAI_API_KEY"),
      (nil, ["OPENAI_BASE_URL": "http://x"], .badRequest, "no model is named"),
      ("ollama/x", ["OLLAMA_HOST": "a b"], .badRequest, "OLLAMA_HOST is no address"),
      ("sonnet", ["ANTHROPIC_BASE_URL": "https://proxy.example"], .auth, "ANTHROPIC_API_KEY"),
    ]
    for (model, environment, kind, words) in samples {
      var failure: TaskFailure?
      do throws(TaskFailure) { _ = try ProviderChoice.choose(model, environment: environment, client: client) } catch { failure = error }
      #expect(failure?.kind == kind && failure?.text.contains(words) ?? false, "\(failure?.text ?? "chosen")")
    }
  }

  @Test func choosesADefault() throws {
    let both = ["ANTHROPIC_API_KEY": "a", "OPENAI_API_KEY": "o"]
    #expect(try ProviderChoice.choose(nil, environment: both, client: client).model == ModelAliases.anthropicDefault)
    #expect(try ProviderChoice.choose("", environment: ["OPENAI_API_KEY": "o"], client: client).model == ModelAliases.openAIDefault)
    #expect(ProviderChoice.credentialVariables("ollama/x").isEmpty)
    #expect(ProviderChoice.credentialVariables("groq/x") == ["GROQ_API_KEY"])
    #expect(ProviderChoice.credentialVariables("opus").first == "ANTHROPIC_API_KEY")
  }
}
