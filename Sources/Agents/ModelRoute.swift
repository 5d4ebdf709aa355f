/// Where an engine sends its model's requests with one key, and how it is told to send them elsewhere: what a gateway in between needs to know.
package struct ModelRoute: Hashable, Sendable {
  /// The API behind it, as far as errors differ.
  package enum Form: String, Hashable, Sendable, CaseIterable {
    case anthropic, openAI, gemini
  }

  /// The API.
  package var form: Form
  /// The base URL as this engine takes it: the configured one, else that of its environment, else the provider's own.
  package var upstream: String
  /// The environment variables by which it is told the base URL.
  package var variables: [String]
  /// Whether `AgentSetup.baseURL` tells it, too.
  package var takesBaseURL: Bool
  /// The model in full, where the engine would otherwise tell its provider by there being no base URL; nil: as it is.
  package var model: String?

  /// A route.
  package init(_ form: Form, upstream: String, variables: [String] = [], takesBaseURL: Bool = true, model: String? = nil) {
    self.form = form
    self.upstream = upstream
    self.variables = variables
    self.takesBaseURL = takesBaseURL
    self.model = model
  }
}

extension AgentSetup {
  /// The first base URL that is set: the configured one, else that of these variables.
  func baseURL(orOf variables: [String]) -> String? {
    ([baseURL] + variables.map { environment[$0] }).compactMap { $0 }.first { !$0.isEmpty }
  }
}
