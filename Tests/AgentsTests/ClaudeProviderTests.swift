import Agents
import FoundationEssentials
import Model
import Platform
import Sandbox
import Testing

@Suite struct ClaudeProviderTests {
  private let program = AgentProgram(engine: "claude", path: "/opt/claude/bin/claude")

  private func setup() -> AgentSetup {
    AgentSetup(
      task: TaskID(3), workspace: "/s/ws", home: "/s/home", log: "/s/log", sandbox: SandboxProfile(workspace: "/s/ws", home: "/s/home"),
      session: .new(id: "5f3b"), mode: .auto)
  }

  @Test func localModelsAreAskedThroughOllama() {
    var setup = setup()
    setup.model = "ollama/qwen3:8b"
    setup.ollamaURL = "http://127.0.0.1:11434"
    setup.baseURL = "http://elsewhere"
    setup.environment = ["ANTHROPIC_API_KEY": "k", "CLAUDE_CODE_OAUTH_TOKEN": "t", "ANTHROPIC_BASE_URL": "http://other"]
    let command = ClaudeCommandLine.command(program, setup)
    #expect(command.arguments.contains("--model=qwen3:8b"))
    let environment = command.environment
    #expect(environment["ANTHROPIC_BASE_URL"] == "http://127.0.0.1:11434" && environment["ANTHROPIC_AUTH_TOKEN"] == "ollama")
    #expect(environment["ANTHROPIC_API_KEY"] == nil && environment["CLAUDE_CODE_OAUTH_TOKEN"] == nil)
    #expect(environment["ANTHROPIC_DEFAULT_HAIKU_MODEL"] == "qwen3:8b" && environment["CLAUDE_CODE_SUBAGENT_MODEL"] == "qwen3:8b")
  }

  @Test func theConfiguredBaseURLIsHandedOn() {
    var setup = setup()
    setup.model = "anthropic/opus"
    setup.baseURL = "https://proxy.example"
    setup.environment = ["ANTHROPIC_API_KEY": "k"]
    let command = ClaudeCommandLine.command(program, setup)
    #expect(command.arguments.contains("--model=opus"))
    #expect(command.environment["ANTHROPIC_BASE_URL"] == "https://proxy.example" && command.environment["ANTHROPIC_API_KEY"] == "k")
  }

  @Test func serversComeFromAFile() {
    var setup = setup()
    #expect(ClaudeMCP.path(setup) == nil)
    setup.mcpServers = [
      MCPServer(name: "files", transport: .stdio(command: "/bin/files", arguments: ["-x"], environment: ["TOKEN": "s3cret"])),
      MCPServer(name: "web", transport: .http(url: "https://mcp.example", headers: ["Authorization": "Bearer s3cret"])),
    ]
    let arguments = ClaudeCommandLine.command(program, setup).arguments
    #expect(arguments.contains("--mcp-config=/s/home/.claude/carrel-mcp.json") && arguments.contains("--strict-mcp-config"))
    #expect(arguments.contains { $0.hasPrefix("--allowedTools=") && $0.hasSuffix("Bash,mcp__files,mcp__web") })
    #expect(!arguments.joined().contains("s3cret"))
    #expect(
      ClaudeMCP.text(setup.mcpServers) == """
        {
          "mcpServers": {
            "files": {
              "type": "stdio",
              "command": "/bin/files",
              "args": [
                "-x"
              ],
              "env": {
                "TOKEN": "s3cret"
              }
            },
            "web": {
              "type": "http",
              "url": "https://mcp.example",
              "headers": {
                "Authorization": "Bearer s3cret"
              }
            }
          }
        }
        """)
  }

  @Test func theFileIsWrittenForThisUserOnly() async throws {
    let stage = try AgentStage()
    var setup = stage.setup()
    setup.command = "/bin/false"
    setup.mcpServers = [MCPServer(name: "web", transport: .sse(url: "https://mcp.example", headers: [:]))]
    let path = try #require(ClaudeMCP.path(setup))
    let agent = try ClaudeEngine(sandbox: AgentSandbox(warden: nil, bwrap: "/usr/bin/bwrap", features: .init())).makeAgent(setup)
    try await agent.start(stage.receive)
    await stage.exited()
    await agent.stop()
    #expect(try Files.readText(path, limit: 10_000).contains("https://mcp.example"))
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
  }

  @Test func aModelFromElsewhereIsNotTakenLive() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup())
    do throws(TaskFailure) {
      try await agent.setModel("ollama/qwen3:8b")
      Issue.record("a local model in a conversation with Anthropic")
    } catch { #expect(error.kind == .badRequest && error.text.contains("retry the task")) }
  }
}
