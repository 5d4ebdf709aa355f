import JSON
import Model

/// A model as opencode wants it: a provider and a name, which may have slashes of its own.
struct OpenCodeModel: Hashable {
  var provider: String
  var name: String

  /// `provider/name`.
  var text: String { "\(provider)/\(name)" }

  /// Of what opencode says about a message, or a configuration's `provider/name`.
  init(provider: String, name: String) {
    self.provider = provider
    self.name = name
  }

  /// Reads what the operator wrote. A name without provider gets one: by what it begins with, by the key that is there, by the base URL that is set.
  init?(_ text: String, environment: [String: String], hasBaseURL: Bool) {
    let model = ModelName(text)
    guard !model.name.isEmpty else { return nil }
    if let provider = model.provider {
      // One provider for both spellings of Ollama's.
      self.init(provider: model.isOllama ? "ollama" : provider, name: model.name)
      return
    }
    guard let provider = Self.guess(model.name.lowercased(), environment, hasBaseURL) else { return nil }
    self.init(provider: provider, name: model.name)
  }

  /// The model of a setup; nil when none is named.
  /// - Throws: `TaskFailure(.modelNotFound)` for a name whose provider cannot be told.
  static func of(_ text: String?, _ setup: AgentSetup) throws(TaskFailure) -> OpenCodeModel? {
    guard let text, !text.isEmpty else { return nil }
    guard let model = OpenCodeModel(text, environment: setup.environment, hasBaseURL: setup.baseURL != nil) else {
      throw TaskFailure(
        .modelNotFound,
        "Starting opencode: it cannot be told whose model “\(text.firstLine(limit: TextLimit.title))” is; write it as provider/model, for example anthropic/claude-sonnet-4-5."
      )
    }
    return model
  }

  /// In the body of a prompt.
  var body: JSONValue { ["providerID": .string(provider), "modelID": .string(name)] }

  private static func guess(_ name: String, _ environment: [String: String], _ hasBaseURL: Bool) -> String? {
    if hasBaseURL { return "custom" }
    let begins = [("claude", "anthropic"), ("gpt-", "openai"), ("o1", "openai"), ("o3", "openai"), ("o4", "openai"), ("gemini", "google")]
    let hinted = begins.first { name.hasPrefix($0.0) }?.1
    let keyed = OpenCodeProvider.known.filter { provider in provider.keys.contains { !(environment[$0] ?? "").isEmpty } }.map(\.id)
    if let hinted, keyed.contains(hinted) || keyed.isEmpty { return hinted }
    return keyed.first ?? hinted
  }
}
