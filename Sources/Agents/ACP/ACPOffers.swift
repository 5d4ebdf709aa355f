import JSON

/// What an agent says of itself in its answer to `initialize`.
struct ACPOffers: Hashable, Sendable {
  /// The protocol's version that it speaks; 0 when it does not say.
  var version: Int
  /// Goes on with a session and plays its history back.
  var canLoad: Bool
  /// Goes on with a session without its history.
  var canResume: Bool
  /// Uses MCP servers over HTTP.
  var takesHTTP: Bool
  /// Uses MCP servers over HTTP with server-sent events.
  var takesSSE: Bool
  var methods: [ACPAuthMethod]

  /// Reads the answer, however malformed.
  init(_ answer: JSONValue) {
    let agent = answer["agentCapabilities"] ?? [:]
    version = answer["protocolVersion"]?.int ?? 0
    canLoad = agent["loadSession"]?.bool ?? false
    canResume = Self.isOffered(agent["sessionCapabilities"]?["resume"])
    takesHTTP = agent["mcpCapabilities"]?["http"]?.bool ?? false
    takesSSE = agent["mcpCapabilities"]?["sse"]?.bool ?? false
    methods = (answer["authMethods"]?.array ?? []).prefix(50).compactMap(ACPAuthMethod.init)
  }

  /// A capability is offered by an object, also an empty one, or by true.
  private static func isOffered(_ value: JSONValue?) -> Bool { value?.object != nil || value?.bool == true }
}
