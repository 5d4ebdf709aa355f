import JSON
import Model

/// Setup → the `opencode.json` of a task (facts/engines.md, 5.4; https://opencode.ai/config.json). Pure. Keys are references to the environment, never values. It lies in
/// the private home, never in the workspace.
enum OpenCodeConfiguration {
  /// Where it lies.
  static func path(home: String) -> String { "\(home)/.carrel/opencode.json" }

  /// The bytes of the file.
  static func bytes(_ setup: AgentSetup, model: OpenCodeModel?, canAsk: Bool) -> [UInt8] {
    let text = json(setup, model: model, canAsk: canAsk).serialized(pretty: true)
    let own = keyVariables(setup, model).map { "{env:\($0)}" }
    return Array((harmless(text, references: own) + "\n").utf8)
  }

  /// The configuration.
  static func json(_ setup: AgentSetup, model: OpenCodeModel?, canAsk: Bool) -> JSONValue {
    var root = JSONObject()
    root["$schema"] = "https://opencode.ai/config.json"
    root["autoupdate"] = false
    root["share"] = "disabled"
    // The service keeps its own record of every change.
    root["snapshot"] = false
    if let model { root["model"] = .string(model.text) }
    // The project's configuration is off, because it can bring code; its instructions are words.
    root["instructions"] = [.string("\(setup.workspace)/AGENTS.md")]
    root["permission"] = OpenCodePermissionRules.rules(setup, canAsk: canAsk)
    if setup.mode == .plan { root["agent"] = ["plan": ["permission": OpenCodePermissionRules.planRules(setup, canAsk: canAsk)]] }
    let providers = providers(setup, model)
    if !providers.isEmpty { root["provider"] = .object(providers) }
    if !setup.mcpServers.isEmpty { root["mcp"] = servers(setup.mcpServers) }
    return .object(root)
  }

  // MARK: Providers

  private static func providers(_ setup: AgentSetup, _ model: OpenCodeModel?) -> JSONObject {
    var all = JSONObject()
    for provider in OpenCodeProvider.known {
      guard let variable = provider.baseVariable, let url = setup.environment[variable], !url.isEmpty else { continue }
      all[provider.id] = entry(provider.id, url: base(url, provider.id), setup, models: [])
    }
    if let model, model.provider == "ollama" {
      let url = setup.ollamaURL ?? setup.baseURL ?? "http://127.0.0.1:11434"
      all["ollama"] = entry("ollama", url: base(url, "ollama"), setup, models: [model.name])
    } else if let model, let url = setup.baseURL, !url.isEmpty {
      all[model.provider] = entry(model.provider, url: base(url, model.provider), setup, models: [model.name])
    } else if let model, OpenCodeProvider.named(model.provider)?.keys.contains("GEMINI_API_KEY") ?? false, key(model.provider, setup) != nil
    {
      // opencode itself looks for this provider's key in one variable only.
      all[model.provider] = entry(model.provider, url: nil, setup, models: [])
    }
    return all
  }

  private static func entry(_ id: String, url: String?, _ setup: AgentSetup, models: [String]) -> JSONValue {
    var entry = JSONObject()
    if OpenCodeProvider.named(id) == nil {
      entry["npm"] = "@ai-sdk/openai-compatible"
      entry["name"] = .string(id == "ollama" ? "Ollama" : id)
    }
    var options = JSONObject()
    if let url { options["baseURL"] = .string(url) }
    if let variable = key(id, setup) { options["apiKey"] = .string("{env:\(variable)}") }
    entry["options"] = .object(options)
    if !models.isEmpty {
      var offered = JSONObject()
      for name in models { offered[name] = [:] }
      entry["models"] = .object(offered)
    }
    return .object(entry)
  }

  /// The variable that holds a provider's key here.
  private static func key(_ id: String, _ setup: AgentSetup) -> String? {
    OpenCodeProvider.keys(of: id).first { !(setup.environment[$0] ?? "").isEmpty }
  }

  private static func keyVariables(_ setup: AgentSetup, _ model: OpenCodeModel?) -> [String] {
    (OpenCodeProvider.known.map(\.id) + [model?.provider].compactMap { $0 }).compactMap { key($0, setup) }
  }

  /// Anthropic's own variable names the address without the version, which opencode's library wants; Ollama speaks OpenAI's protocol below /v1.
  private static func base(_ url: String, _ provider: String) -> String {
    var url = url
    while url.hasSuffix("/") { url.removeLast() }
    guard provider == "anthropic" || provider == "ollama", !url.hasSuffix("/v1") else { return url }
    return url + "/v1"
  }

  // MARK: MCP

  private static func servers(_ servers: [MCPServer]) -> JSONValue {
    var all = JSONObject()
    for server in servers {
      switch server.transport {
      case .stdio(let command, let arguments, let environment):
        var entry = JSONObject()
        entry["type"] = "local"
        entry["command"] = .array(([command] + arguments).map(JSONValue.string))
        if !environment.isEmpty { entry["environment"] = strings(environment) }
        entry["enabled"] = true
        all[server.name] = .object(entry)
      case .http(let url, let headers), .sse(let url, let headers):
        var entry = JSONObject()
        entry["type"] = "remote"
        entry["url"] = .string(url)
        if !headers.isEmpty { entry["headers"] = strings(headers) }
        entry["enabled"] = true
        all[server.name] = .object(entry)
      }
    }
    return .object(all)
  }

  private static func strings(_ map: [String: String]) -> JSONValue {
    var object = JSONObject()
    for (key, value) in map.sorted(by: { $0.key < $1.key }) { object[key] = .string(value) }
    return .object(object)
  }

  /// opencode replaces `{env:…}` and `{file:…}` wherever they stand in the text. Only our own references may work: the brace of all others is written as an escape.
  private static func harmless(_ text: String, references: [String]) -> String {
    var result = ""
    var rest = text[...]
    while let brace = rest.firstIndex(of: "{") {
      result += rest[..<brace]
      rest = rest[brace...]
      let isReference = rest.hasPrefix("{env:") || rest.hasPrefix("{file:")
      if isReference, !references.contains(where: { rest.hasPrefix($0) }) { result += "\\u007b" } else { result += "{" }
      rest = rest.dropFirst()
    }
    return result + rest
  }
}
