package import Model
import Secrets

/// Which environment variables of an engine hold secrets.
package enum SecretVariables {
  /// What is secret in what MCP servers are given: variables whose name says so, and the values of headers that may be secret.
  package static func values(_ servers: [MCPServer]) -> [String] {
    servers.flatMap { server in
      switch server.transport {
      case .stdio(_, _, let environment): values(environment, named: [])
      case .http(_, let headers), .sse(_, let headers):
        headers.filter { SecretName.isSecret(field: $0.key) }.flatMap { Self.parts($0.value) }
      }
    }
  }

  /// The secret values of an environment: of the named variables, and of all whose name says so.
  package static func values(_ environment: [String: String], named: [String]) -> [String] {
    environment.filter { named.contains($0.key) || SecretName.isSecret(variable: $0.key) }.map(\.value)
  }

  /// A header's value, and what stands behind the scheme in it (`Bearer …`).
  private static func parts(_ value: String) -> [String] {
    let words = value.split(separator: " ", maxSplits: 1)
    return words.count == 2 ? [value, String(words[1])] : [value]
  }
}
