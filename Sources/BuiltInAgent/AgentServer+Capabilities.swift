import JSON

extension AgentServer {
  /// The answer to `initialize`.
  static func capabilities(_ options: BuiltInOptions, _ backend: AgentBackend) -> JSONValue {
    [
      "protocolVersion": 1, "agentInfo": ["name": "carrel", "title": "Carrel", "version": .string(options.version)],
      "agentCapabilities": [
        "loadSession": true, "promptCapabilities": ["image": false, "audio": false, "embeddedContext": true],
        "mcpCapabilities": ["http": false, "sse": false, "_meta": ["carrel": ["stdio": false]]],
        "sessionCapabilities": ["list": [:], "resume": [:], "close": [:], "delete": [:]],
      ],
      "authMethods": .array(
        backend.credentials.map { credential in
          [
            "id": .string(credential.variable), "name": .string(credential.name),
            "description": .string("Set the environment variable \(credential.variable)."),
            "vars": [["name": .string(credential.variable)]],
          ]
        }),
    ]
  }
}
