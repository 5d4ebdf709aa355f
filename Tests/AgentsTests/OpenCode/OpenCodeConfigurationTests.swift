@testable import Agents
import HTTP
import JSON
import Model
import Sandbox
import Testing

@Suite struct OpenCodeConfigurationTests {
  private func setup(_ mode: TaskMode = .auto) -> AgentSetup {
    var setup = AgentSetup(
      task: TaskID(7), workspace: "/w/s", home: "/w/home", log: "/w/log", sandbox: SandboxProfile(workspace: "/w/s", home: "/w/home"),
      session: .new(id: "x"), mode: mode)
    setup.environment = ["ANTHROPIC_API_KEY": "sk-ant-secret-value"]
    return setup
  }

  private func text(_ setup: AgentSetup, canAsk: Bool = true) throws -> String {
    let model = try OpenCodeModel.of(setup.model, setup)
    return String(decoding: OpenCodeConfiguration.bytes(setup, model: model, canAsk: canAsk), as: UTF8.self)
  }

  private func permission(_ setup: AgentSetup, canAsk: Bool = true) -> String {
    OpenCodePermissionRules.rules(setup, canAsk: canAsk).serialized()
  }

  @Test func theWholeOfIt() throws {
    var setup = setup()
    setup.model = "ollama/qwen3:8b"
    setup.ollamaURL = "http://127.0.0.1:11434"
    setup.disallowedTools = ["webfetch"]
    setup.mcpServers = [
      MCPServer(name: "files", transport: .stdio(command: "mcp-files", arguments: ["--root", "."], environment: ["LEVEL": "2"])),
      MCPServer(name: "wiki", transport: .http(url: "https://wiki.example.org/mcp", headers: ["X-Team": "blue"])),
    ]
    #expect(
      try text(setup) == """
        {
          "$schema": "https://opencode.ai/config.json",
          "autoupdate": false,
          "share": "disabled",
          "snapshot": false,
          "model": "ollama/qwen3:8b",
          "instructions": [
            "/w/s/AGENTS.md"
          ],
          "permission": {
            "*": "allow",
            "question": "deny",
            "external_directory": "deny",
            "webfetch": "deny"
          },
          "provider": {
            "ollama": {
              "npm": "@ai-sdk/openai-compatible",
              "name": "Ollama",
              "options": {
                "baseURL": "http://127.0.0.1:11434/v1"
              },
              "models": {
                "qwen3:8b": {}
              }
            }
          },
          "mcp": {
            "files": {
              "type": "local",
              "command": [
                "mcp-files",
                "--root",
                "."
              ],
              "environment": {
                "LEVEL": "2"
              },
              "enabled": true
            },
            "wiki": {
              "type": "remote",
              "url": "https://wiki.example.org/mcp",
              "headers": {
                "X-Team": "blue"
              },
              "enabled": true
            }
          }
        }

        """)
  }

  @Test func keysAreReferencesOnly() throws {
    var setup = setup()
    setup.model = "claude-sonnet-4-5"
    setup.environment["ANTHROPIC_BASE_URL"] = "https://proxy.example.org/"
    let anthropic = try text(setup)
    #expect(anthropic.contains(#""model": "anthropic/claude-sonnet-4-5""#))
    #expect(anthropic.contains(#""baseURL": "https://proxy.example.org/v1""#))
    #expect(anthropic.contains(#""apiKey": "{env:ANTHROPIC_API_KEY}""#))
    #expect(!anthropic.contains("secret"))

    setup.environment = ["LAB_API_KEY": "lab-secret-value"]
    setup.model = "lab/org/model-1"
    setup.baseURL = "http://gpu.lab:8000/v1"
    let lab = try JSONValue.parse(try text(setup))
    #expect(
      lab["provider"]?["lab"] == [
        "npm": "@ai-sdk/openai-compatible", "name": "lab",
        "options": ["baseURL": "http://gpu.lab:8000/v1", "apiKey": "{env:LAB_API_KEY}"], "models": ["org/model-1": [:]],
      ])

    setup.baseURL = nil
    setup.model = "google/gemini-2.5-pro"
    setup.environment = ["GEMINI_API_KEY": "gem-secret-value"]
    #expect(try text(setup).contains(#""apiKey": "{env:GEMINI_API_KEY}""#))
  }

  @Test func othersReferencesAreHarmless() throws {
    var setup = setup()
    setup.model = "evil/{env:ANTHROPIC_API_KEY}{file:/etc/passwd}"
    setup.baseURL = "http://127.0.0.1:1"
    setup.mcpServers = [MCPServer(name: "m", transport: .sse(url: "http://h/{env:HOME}", headers: [:]))]
    let text = try text(setup)
    #expect(!text.contains("{file:"))
    #expect(!text.contains("{env:HOME"))
    let parsed = try JSONValue.parse(text)
    #expect(parsed["mcp"]?["m"]?["url"] == "http://h/{env:HOME}")
  }

  @Test func permissionsByMode() {
    #expect(
      permission(setup(.ask))
        == #"{"*":"ask","read":"allow","glob":"allow","grep":"allow","list":"allow","lsp":"allow","todoread":"allow","todowrite":"allow","skill":"allow","task":"allow","edit":"ask","bash":"ask","question":"allow","external_directory":"deny"}"#
    )
    #expect(permission(setup(.auto), canAsk: false) == #"{"*":"allow","question":"deny","external_directory":"deny"}"#)
    var setup = setup(.auto)
    setup.allowedTools = ["Write", "Bash(git *)", "Bash(npm test:*)", "mcp__wiki__read_page", "mcp__files", ""]
    setup.disallowedTools = ["Bash(git push*)", "WebFetch"]
    #expect(
      permission(setup)
        == #"{"*":"ask","read":"allow","glob":"allow","grep":"allow","list":"allow","lsp":"allow","todoread":"allow","todowrite":"allow","skill":"allow","task":"allow","edit":"allow","wiki_read_page":"allow","files_*":"allow","question":"deny","external_directory":"deny","bash":{"git *":"allow","npm test *":"allow","git push*":"deny"},"webfetch":"deny"}"#
    )
    let plan = OpenCodePermissionRules.planRules(self.setup(.plan), canAsk: true)
    #expect(plan["edit"] == "deny")
    #expect(plan["bash"] == "ask")
    #expect(OpenCodeConfiguration.json(self.setup(.plan), model: nil, canAsk: true)["agent"]?["plan"]?["permission"] == plan)
    #expect(OpenCodeConfiguration.json(self.setup(.ask), model: nil, canAsk: true)["agent"] == nil)
  }

  @Test func modelsAndTheirKeys() throws {
    let engine = OpenCodeEngine()
    #expect(engine.credentialVariables(model: "anthropic/claude-x") == ["ANTHROPIC_API_KEY"])
    #expect(engine.credentialVariables(model: "google/gemini") == ["GOOGLE_GENERATIVE_AI_API_KEY", "GEMINI_API_KEY"])
    #expect(engine.credentialVariables(model: "my-lab/x") == ["MY_LAB_API_KEY", "OPENAI_API_KEY"])
    #expect(engine.credentialVariables(model: "ollama/x").isEmpty)
    #expect(engine.credentialVariables(model: "opencode/free").isEmpty)
    #expect(engine.credentialVariables(model: nil).first == "ANTHROPIC_API_KEY")
    #expect(engine.credentialVariables(model: "sonnet").contains("OPENROUTER_API_KEY"))

    func model(_ text: String, _ environment: [String: String] = [:], base: Bool = false) -> String? {
      OpenCodeModel(text, environment: environment, hasBaseURL: base)?.text
    }
    #expect(model("OpenRouter/anthropic/x") == "openrouter/anthropic/x")
    #expect(model("ollama_chat/q") == "ollama/q")
    #expect(model("gpt-5.5") == "openai/gpt-5.5")
    #expect(model("claude-x", ["OPENROUTER_API_KEY": "k"]) == "openrouter/claude-x")
    #expect(model("qwen", base: true) == "custom/qwen")
    #expect(model("qwen") == nil)
    #expect(model("a/") == nil)
    var setup = setup()
    setup.environment = [:]
    setup.model = "qwen"
    #expect(throws: TaskFailure.self) { try OpenCodeModel.of(setup.model, setup) }
  }

  @Test func commandLines() {
    let program = AgentProgram(engine: "opencode", path: "/opt/bin/opencode", credentialVariables: ["ANTHROPIC_API_KEY"])
    var setup = setup()
    setup.effort = "high"
    setup.arguments = ["--print-logs"]
    setup.environment["OPENCODE_CONFIG_CONTENT"] = "{}"
    setup.environment["XDG_DATA_HOME"] = "/elsewhere"
    let serve = OpenCodeCommandLine.serve(program, setup, port: 4711, password: "hush")
    #expect(serve.arguments == ["serve", "--port", "4711", "--hostname", "127.0.0.1", "--print-logs"])
    #expect(serve.environment["OPENCODE_SERVER_PASSWORD"] == "hush")
    #expect(serve.environment["OPENCODE_CONFIG_CONTENT"] == nil)
    #expect(serve.environment["XDG_DATA_HOME"] == "/w/home/.local/share")
    #expect(serve.environment["OPENCODE_DISABLE_DEFAULT_PLUGINS"] == "1")
    #expect(serve.environment["OPENCODE_DISABLE_MODELS_FETCH"] == nil)
    #expect(serve.directory == "/w/s")
    let run = OpenCodeCommandLine.run(program, setup, session: "ses_1", model: OpenCodeModel(provider: "a", name: "b/c"), agent: "plan")
    #expect(
      run.arguments == [
        "run", "--format", "json", "--thinking", "--agent", "plan", "--session", "ses_1", "--model", "a/b/c", "--variant", "high",
        "--print-logs",
      ])
    setup.loginFiles = ["/u/auth.json": ".local/share/opencode/auth.json"]
    setup.sandbox.network = .engine
    let acp = OpenCodeCommandLine.acp(program, setup)
    #expect(acp.arguments == ["acp", "--cwd", "/w/s", "--print-logs"])
    #expect(acp.environment["OPENCODE_DISABLE_DEFAULT_PLUGINS"] == nil)
    #expect(acp.environment["OPENCODE_DISABLE_MODELS_FETCH"] == "1")
  }

  @Test func addressesAndRequests() throws {
    let server = try #require(OpenCodeServer(url: "https://ann@box:4096/", password: "p:w", directory: "/a b/ü"))
    #expect(server.base == "https://box:4096")
    let request = server.request("POST", "/session", body: ["title": "x"])
    #expect(request.url == "https://box:4096/session?directory=%2Fa%20b%2F%C3%BC")
    #expect(request.body == Array(#"{"title":"x"}"#.utf8))
    // "ann:p:w"
    #expect(request.headers.first { $0.name == "Authorization" }?.value == "Basic YW5uOnA6dw==")
    #expect(OpenCodeServer.escaped("../x") == "%2E%2E%2Fx")
    #expect(OpenCodeServer.listeningPort(Array("opencode server listening on http://127.0.0.1:4096".utf8)) == 4096)
    #expect(OpenCodeServer.listeningPort(Array("opencode server listening on http://127.0.0.1:99999".utf8)) == nil)
    #expect(OpenCodeServer.listeningPort(Array("Warning: OPENCODE_SERVER_PASSWORD is not set".utf8)) == nil)
    #expect((OpenCodeServer.freePort() ?? 0) > 0)
  }
}
