import JSON
package import Model

/// MCP servers in claude's form (https://docs.anthropic.com/en/docs/claude-code/mcp). They are in a file of the private home, since arguments can be seen by
/// every process.
package enum ClaudeMCP {
  /// The file's path; nil without servers.
  package static func path(_ setup: AgentSetup) -> String? {
    setup.mcpServers.isEmpty ? nil : "\(ClaudeCommandLine.configDirectory(setup))/carrel-mcp.json"
  }

  /// What is in the file.
  package static func text(_ servers: [MCPServer]) -> String {
    var all = JSONObject()
    for server in servers { all[server.name] = form(server.transport) }
    let file: JSONValue = ["mcpServers": .object(all)]
    return file.serialized(pretty: true)
  }

  private static func form(_ transport: MCPServer.Transport) -> JSONValue {
    switch transport {
    case .stdio(let command, let arguments, let environment):
      ["type": "stdio", "command": .string(command), "args": .array(arguments.map(JSONValue.string)), "env": object(environment)]
    case .http(let url, let headers): ["type": "http", "url": .string(url), "headers": object(headers)]
    case .sse(let url, let headers): ["type": "sse", "url": .string(url), "headers": object(headers)]
    }
  }

  private static func object(_ values: [String: String]) -> JSONValue {
    var object = JSONObject()
    for (name, value) in values.sorted(by: { $0.key < $1.key }) { object[name] = .string(value) }
    return .object(object)
  }
}
