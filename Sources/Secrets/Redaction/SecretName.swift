/// What the names of variables and header fields say about their values.
package enum SecretName {
  private static let words = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL"]
  private static let harmlessFields: Set = [
    "accept", "accept-language", "content-type", "user-agent", "mcp-protocol-version", "origin", "host", "cache-control", "connection",
  ]

  /// Whether a variable's value is a secret by its name.
  package static func isSecret(variable name: String) -> Bool {
    let name = name.uppercased()
    return words.contains { name.contains($0) }
  }

  /// Whether a header field's value is one: all are but those that never are.
  package static func isSecret(field name: String) -> Bool { !harmlessFields.contains(name.lowercased()) }
}
