import Providers

/// Where Carrel's own agent sends its requests with a key. Pure.
enum BuiltInRoute {
  /// The route; nil when the model's provider takes another key, or the model cannot be told.
  static func route(_ setup: AgentSetup, variable: String) -> ModelRoute? {
    let named = setup.model.flatMap { $0.isEmpty ? nil : $0 } ?? BuiltInCommandLine.defaultModel(variable)
    guard let model = named, let place = ProviderChoice.standardPlace(model, variable: variable) else { return nil }
    // Base URLs of OpenAI's form without a path mean /v1 there.
    let form: ModelRoute.Form = place.isAnthropic ? .anthropic : .openAI
    let upstream = setup.baseURL(orOf: place.urlVariables) ?? place.url
    guard let upstream else { return nil }
    let isBare = upstream.firstRange(of: "://").map { !upstream[$0.upperBound...].contains("/") } ?? false
    return ModelRoute(form, upstream: isBare && form == .openAI ? upstream + "/v1" : upstream, variables: place.urlVariables, model: model)
  }
}
