import Model

/// Which environment variables of an engine hold secrets.
enum SecretVariables {
  private static let words = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL"]

  /// What is secret in what MCP servers are given: variables whose name says so, and every header's value.
  static func values(_ servers: [MCPServer]) -> [String] {
    servers.flatMap { server in
      switch server.transport {
      case .stdio(_, _, let environment): values(environment, named: [])
      case .http(_, let headers), .sse(_, let headers): Array(headers.values)
      }
    }
  }

  /// The secret values of an environment: of the named variables, and of all whose name says so.
  static func values(_ environment: [String: String], named: [String]) -> [String] {
    environment.filter { name, _ in named.contains(name) || words.contains { name.uppercased().contains($0) } }.map(\.value)
  }
}
