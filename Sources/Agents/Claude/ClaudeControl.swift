package import JSON

/// What claude says beside its events: traffic that the agent has to act on (facts/engines.md, 1.2).
package enum ClaudeControl: Hashable, Sendable {
  /// May this tool run? Needs an answer.
  case asks(ClaudePermission)
  /// An earlier question is void.
  case withdrawn(id: String)
  /// The answer to a control request of ours: its payload, or the error text.
  case answered(id: String, payload: JSONValue, error: String?)
  /// A control request that we do not serve; needs an error answer.
  case unsupported(id: String, subtype: String)
  /// The session's id became known or changed.
  case session(String)
  /// The model became known or changed.
  case model(String)
}
