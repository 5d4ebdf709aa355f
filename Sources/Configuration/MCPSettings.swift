package import Model

/// An `[mcp.NAME]` table: a server of the Model Context Protocol for all agents.
package struct MCPSettings: Hashable, Sendable {
  /// The server as it is handed to engines, without what comes from clients' environments.
  package var server: MCPServer
  /// Environment variables whose values clients hand over for it (`pass_env`): added to a program's environment.
  package var passedVariables: [String]
  /// Header fields whose values come from clients' environment variables (`header_env`): name to variable.
  package var headerVariables: [String: String]

  /// A server.
  package init(server: MCPServer, passedVariables: [String] = [], headerVariables: [String: String] = [:]) {
    self.server = server
    self.passedVariables = passedVariables
    self.headerVariables = headerVariables
  }

  /// The server with what clients handed over.
  package func server(with variables: [String: String]) -> MCPServer {
    var server = server
    switch server.transport {
    case .stdio(let command, let arguments, var environment):
      for name in passedVariables { environment[name] = variables[name] ?? environment[name] }
      server.transport = .stdio(command: command, arguments: arguments, environment: environment)
    case .http(let url, let headers): server.transport = .http(url: url, headers: filled(headers, variables))
    case .sse(let url, let headers): server.transport = .sse(url: url, headers: filled(headers, variables))
    }
    return server
  }

  private func filled(_ headers: [String: String], _ variables: [String: String]) -> [String: String] {
    var headers = headers
    for (name, variable) in headerVariables { headers[name] = variables[variable] ?? headers[name] }
    return headers
  }
}
