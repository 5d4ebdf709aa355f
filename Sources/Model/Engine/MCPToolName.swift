/// The one form in which tools of MCP servers are shown: `mcp__server__tool`, which is claude's. Engines write them as `server_tool` (opencode),
/// `server.tool`, `server/tool` or `server:tool`, too.
package enum MCPToolName {
  /// The shown form of a tool of a server.
  package static func shown(server: String, tool: String) -> String { "mcp__\(server)__\(tool)" }

  /// The shown form of a name as an engine wrote it, when it names a tool of one of these servers; else the name itself.
  package static func shown(_ raw: String, servers: [String]) -> String {
    if raw.hasPrefix("mcp__") { return raw }
    for server in servers.sorted(by: { $0.utf8.count > $1.utf8.count }) where !server.isEmpty && raw.hasPrefix(server) {
      let rest = raw.dropFirst(server.count)
      for separator in ["__", "_", ".", "/", ":", "-"] where rest.hasPrefix(separator) && rest.count > separator.count {
        return shown(server: server, tool: String(rest.dropFirst(separator.count)))
      }
    }
    return raw
  }
}
