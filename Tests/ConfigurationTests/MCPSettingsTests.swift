import Configuration
import Model
import Testing

@Suite struct MCPSettingsTests {
  static let text = """
    [engine.claude]
    mcp = ["t"]
    [mcp.t]
    command = "t-mcp"
    args = ["-x"]
    env = { LEVEL = "1" }
    pass_env = ["T_TOKEN"]
    [mcp.d]
    url = "https://d.lab/mcp"
    header_env = { Authorization = "D_AUTH" }
    [mcp.old]
    url = "http://old.lab/sse"
    sse = true
    """

  @Test func serversAreHandedToTheEnginesThatWantThem() throws {
    let (settings, problems) = Settings.load(text: Self.text, path: "c.toml")
    #expect(problems.isEmpty)
    let variables = ["T_TOKEN": "secret", "D_AUTH": "Bearer x"]
    #expect(
      settings.mcpServers(for: "claude", variables: variables) == [
        MCPServer(name: "t", transport: .stdio(command: "t-mcp", arguments: ["-x"], environment: ["LEVEL": "1", "T_TOKEN": "secret"]))
      ])
    #expect(
      settings.mcpServers(for: "codex", variables: variables).map(\.transport) == [
        .http(url: "https://d.lab/mcp", headers: ["Authorization": "Bearer x"]), .sse(url: "http://old.lab/sse", headers: [:]),
        .stdio(command: "t-mcp", arguments: ["-x"], environment: ["LEVEL": "1", "T_TOKEN": "secret"]),
      ])
  }

  @Test func whatIsShownIsReadAgainTheSame() throws {
    let (settings, _) = Settings.load(text: Self.text, path: "c.toml")
    let (again, problems) = Settings.load(text: settings.description.replacing("\"…\"", with: "\"1\""), path: "c.toml")
    #expect(problems.isEmpty)
    #expect(again == settings)
  }

  @Test func toolNamesHaveOneForm() {
    #expect(MCPToolName.shown("mcp__t__read", servers: ["t"]) == "mcp__t__read")
    for raw in ["t_read", "t.read", "t/read", "t:read", "t__read", "t-read"] {
      #expect(MCPToolName.shown(raw, servers: ["d", "t"]) == "mcp__t__read", "\(raw)")
    }
    #expect(MCPToolName.shown("t_x_read", servers: ["t", "t_x"]) == "mcp__t_x__read")
    #expect(MCPToolName.shown("task", servers: ["t"]) == "task")
    #expect(MCPToolName.shown("Read", servers: []) == "Read")
  }

  @Test func modelNames() {
    #expect(ModelName("ollama/qwen3:8b").isOllama)
    #expect(ModelName("ollama/qwen3:8b").name == "qwen3:8b")
    #expect(ModelName("sonnet").provider == nil)
    #expect(ModelName("openrouter/a/b").name == "a/b")
    #expect(ModelName("/x").name == "/x")
  }
}
