import HTTP
import Model

/// Applies the rules of `ProviderChoice` to an environment.
struct ProviderChooser {
  /// Whose model a name is.
  enum Family {
    case anthropic
    case ollama
    case responses
    case chat
    /// `openai/…`: one or the other.
    case openAI
    case known(KnownProvider)
    case unknown
  }

  let environment: [String: String]
  let baseURL: String?
  let client: HTTPClient
  let retry: ProviderRetry

  /// Whose model it is, by its name alone.
  static func family(_ name: ModelName) -> Family {
    switch name.provider {
    case "anthropic", "claude": return .anthropic
    case "openai-responses": return .responses
    case "openai-chat", "openai-compatible": return .chat
    case "openai": return .openAI
    case let prefix?:
      if name.isOllama { return .ollama }
      return KnownProvider.all.first { $0.name == prefix }.map { .known($0) } ?? .unknown
    case nil:
      let bare = name.name.lowercased()
      if bare.hasPrefix("claude") || ModelAliases.anthropic[bare] != nil { return .anthropic }
      if isOpenAI(bare) { return .responses }
      if bare.hasPrefix("gemini"), let google = KnownProvider.all.first(where: { $0.name == "gemini" }) { return .known(google) }
      return .unknown
    }
  }

  /// Names of OpenAI's own models.
  private static func isOpenAI(_ name: String) -> Bool {
    if name.hasPrefix("gpt-oss") { return false }
    let isNumbered = name.hasPrefix("o") && (name.dropFirst().first?.isNumber ?? false)
    return name.hasPrefix("gpt") || name.hasPrefix("chatgpt") || name.hasPrefix("codex") || isNumbered
  }

  func choose(_ text: String?) throws(TaskFailure) -> ProviderChoice {
    guard let text, !text.isEmpty else { return try chooseDefault() }
    let name = ModelName(text)
    switch Self.family(name) {
    case .anthropic: return try anthropic(ModelAliases.resolve(name.name))
    case .ollama: return try ollama(name.name)
    case .responses: return try responses(name.name)
    case .chat: return try chat(name.name)
    case .openAI: return openAIURL == nil || Self.isOpenAI(name.name.lowercased()) ? try responses(name.name) : try chat(name.name)
    case .known(let known): return try self.known(known, name.name)
    case .unknown:
      if openAIURL != nil { return try chat(text) }
      if set("ANTHROPIC_BASE_URL") != nil { return try anthropic(text) }
      throw TaskFailure(
        .badRequest,
        "Choosing a provider: nobody is known to offer the model \(text.prefix(100)); write it as provider/model (anthropic, openai, ollama, openrouter, …), or set OPENAI_BASE_URL."
      )
    }
  }

  private func chooseDefault() throws(TaskFailure) -> ProviderChoice {
    if set("ANTHROPIC_API_KEY") != nil || set("ANTHROPIC_AUTH_TOKEN") != nil { return try anthropic(ModelAliases.anthropicDefault) }
    if set("OPENAI_API_KEY") != nil, openAIURL == nil { return try responses(ModelAliases.openAIDefault) }
    if openAIURL != nil {
      throw TaskFailure(
        .badRequest, "Choosing a model: OPENAI_BASE_URL is set but no model is named; name one of what `carrel models` lists.")
    }
    throw TaskFailure(
      .auth, "Choosing a model: none is named, and neither ANTHROPIC_API_KEY nor OPENAI_API_KEY is set; set one of them, or name a model.")
  }

  // MARK: Providers

  private func anthropic(_ model: String) throws(TaskFailure) -> ProviderChoice {
    let url = baseURL ?? set("ANTHROPIC_BASE_URL") ?? AnthropicProvider.defaultURL
    let key = set("ANTHROPIC_API_KEY")
    let token = key == nil ? set("ANTHROPIC_AUTH_TOKEN") : nil
    guard key != nil || token != nil || isLocal(url) else { throw missing(["ANTHROPIC_API_KEY"], model) }
    return ProviderChoice(provider: AnthropicProvider(url: url, key: key, token: token, client: client, retry: retry), model: model)
  }

  private func responses(_ model: String) throws(TaskFailure) -> ProviderChoice {
    let url = openAIURL ?? OpenAIAddress.standard
    guard let key = set("OPENAI_API_KEY") ?? (openAIURL == nil ? nil : "") else { throw missing(["OPENAI_API_KEY"], model) }
    return ProviderChoice(
      provider: ResponsesProvider(url: url, key: key.isEmpty ? nil : key, client: client, retry: retry), model: model)
  }

  private func chat(_ model: String) throws(TaskFailure) -> ProviderChoice {
    let url = openAIURL ?? OpenAIAddress.standard
    let key = set("OPENAI_API_KEY")
    guard key != nil || openAIURL != nil else { throw missing(["OPENAI_API_KEY"], model) }
    return ProviderChoice(provider: ChatCompletionsProvider(url: url, key: key, client: client, retry: retry), model: model)
  }

  private func known(_ known: KnownProvider, _ model: String) throws(TaskFailure) -> ProviderChoice {
    let key = known.keyVariables.lazy.compactMap(set).first
    let isLocalServer = known.keyVariables.isEmpty
    guard key != nil || isLocalServer || baseURL != nil else { throw missing(known.keyVariables, model) }
    let url = baseURL ?? (isLocalServer ? openAIURL : nil) ?? known.url
    let provider = ChatCompletionsProvider(
      url: url, key: key ?? (isLocalServer ? set("OPENAI_API_KEY") : nil), name: known.name, keyVariable: known.keyVariables.first,
      urlVariable: isLocalServer ? "OPENAI_BASE_URL" : nil, client: client, retry: retry)
    return ProviderChoice(provider: provider, model: model)
  }

  private func ollama(_ model: String) throws(TaskFailure) -> ProviderChoice {
    guard let address = OllamaAddress(baseURL ?? set("OLLAMA_HOST")) else {
      throw TaskFailure(.badRequest, "Asking ollama: OLLAMA_HOST is no address; write it as host:port or http://host:port.")
    }
    let length = set("OLLAMA_CONTEXT_LENGTH").flatMap { Int($0) }.flatMap { (1...10_000_000).contains($0) ? $0 : nil }
    return ProviderChoice(provider: OllamaProvider(url: address.url, contextLength: length, client: client, retry: retry), model: model)
  }

  // MARK: The environment

  private var openAIURL: String? { baseURL ?? set("OPENAI_BASE_URL") ?? set("OPENAI_API_BASE") }

  /// A variable's value without white space around it, if there is something in it.
  private func set(_ name: String) -> String? {
    guard var value = environment[name]?[...] else { return nil }
    while let first = value.first, first.isWhitespace { value.removeFirst() }
    while let last = value.last, last.isWhitespace { value.removeLast() }
    return value.isEmpty ? nil : String(value)
  }

  private func isLocal(_ url: String) -> Bool { HTTPAddress(url)?.isLoopback ?? false }

  private func missing(_ variables: [String], _ model: String) -> TaskFailure {
    TaskFailure(
      .auth,
      "Choosing a provider for \(model.prefix(100)): \(variables.joined(separator: " or ")) is not set; set it, or choose another model.")
  }
}
