/// A server of the Model Context Protocol that agents may use (https://modelcontextprotocol.io): given once in the configuration (`[mcp.NAME]`), handed to
/// every engine in its own form.
package struct MCPServer: Hashable, Sendable, Codable {
  /// How it is reached.
  package enum Transport: Hashable, Sendable, Codable {
    /// A program that speaks on standard input and output, started by the agent inside its sandbox.
    case stdio(command: String, arguments: [String], environment: [String: String])
    /// Streamable HTTP.
    case http(url: String, headers: [String: String])
    /// HTTP with server-sent events, the older form.
    case sse(url: String, headers: [String: String])
  }

  /// Its name: letters, digits, "-" and "_".
  package var name: String
  /// How it is reached.
  package var transport: Transport

  /// A server.
  package init(name: String, transport: Transport) {
    self.name = name
    self.transport = transport
  }
}
