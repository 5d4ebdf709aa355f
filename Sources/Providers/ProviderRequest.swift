package import JSON

/// One request to a model.
package struct ProviderRequest: Hashable, Sendable {
  /// A tool that the model may call.
  package struct Tool: Hashable, Sendable {
    /// Its name.
    package var name: String
    /// What it is for.
    package var description: String
    /// The JSON schema of its input.
    package var schema: JSONValue

    /// A tool.
    package init(name: String, description: String, schema: JSONValue) {
      self.name = name
      self.description = description
      self.schema = schema
    }
  }

  /// The model, without a provider's prefix.
  package var model: String
  /// The instructions.
  package var system: String
  /// The conversation so far, oldest first.
  package var messages: [ProviderMessage]
  /// The tools.
  package var tools: [Tool]
  /// How hard to think, in the provider's own word (`low`, `medium`, `high`, …); nil: its default.
  package var effort: String?
  /// Most tokens of the answer.
  package var maxOutputTokens: Int

  /// A request.
  package init(
    model: String, system: String, messages: [ProviderMessage], tools: [Tool] = [], effort: String? = nil, maxOutputTokens: Int = 16_384
  ) {
    self.model = model
    self.system = system
    self.messages = messages
    self.tools = tools
    self.effort = effort
    self.maxOutputTokens = maxOutputTokens
  }
}
