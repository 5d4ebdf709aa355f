package import JSON

/// One message of a conversation with a model, in the form that all providers' forms are made from.
package struct ProviderMessage: Hashable, Sendable {
  /// Who speaks.
  package enum Role: String, Hashable, Sendable {
    /// The operator, and results of tools.
    case user
    /// The model.
    case assistant
  }

  /// A part of a message.
  package enum Part: Hashable, Sendable {
    /// Words.
    case text(String)
    /// Thinking, with what the provider needs to take it back (a signature or an encrypted form), if anything.
    case thinking(String, signature: String?)
    /// A call of a tool, by the model.
    case toolCall(id: String, name: String, input: JSONValue)
    /// What came of a call.
    case toolResult(id: String, text: String, isError: Bool)
  }

  /// Who.
  package var role: Role
  /// What.
  package var parts: [Part]

  /// A message.
  package init(_ role: Role, _ parts: [Part]) {
    self.role = role
    self.parts = parts
  }
}
