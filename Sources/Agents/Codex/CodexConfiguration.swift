import Model

/// What codex is told by `-c key=value`, and the environment that goes with it: provider, MCP servers, what stays off (facts/engines.md, 2.4). Secrets are in the
/// environment only; the arguments name the variables.
struct CodexConfiguration {
  private let setup: AgentSetup
  private let rules: CodexRules

  init(_ setup: AgentSetup) {
    self.setup = setup
    rules = CodexRules(setup)
  }

  /// Variables that codex's built-in provider does not read, or reads in its own way.
  static let credentialVariables = ["CODEX_API_KEY", "OPENAI_API_KEY"]
  static let openAI = "https://api.openai.com/v1"

  /// The variable that holds the key.
  var keyVariable: String? { Self.credentialVariables.first { !(setup.environment[$0] ?? "").isEmpty } }

  /// Where the model's provider is.
  var baseURL: String? { [setup.baseURL, setup.environment["OPENAI_BASE_URL"]].compactMap { $0 }.first { !$0.isEmpty } }

  /// A model as codex takes it: without the name of the provider that is set up for it.
  static func modelName(_ model: String?) -> String? {
    guard let model, !model.isEmpty else { return nil }
    let name = ModelName(model)
    return name.isOllama ? name.name : model
  }

  /// `-c` and a setting, again and again.
  var arguments: [String] { settings.flatMap { ["-c", "\($0.0)=\($0.1)"] } }

  private var settings: [(String, String)] {
    var settings = provider
    settings += [
      // What the repository brings (.codex/config.toml: MCP servers, hooks) must not run by itself; its AGENTS.md is read.
      ("projects", TOMLText.table([(setup.workspace, #"{trust_level="untrusted"}"#)])),
      ("shell_environment_policy.exclude", TOMLText.strings(hidden)), ("analytics.enabled", "false"),
    ]
    if setup.mode != .auto {
      settings += [("features.default_mode_request_user_input", "true"), ("suppress_unstable_features_warning", "true")]
    }
    if !rules.allowsWeb { settings.append(("web_search", #""disabled""#)) }
    for (index, server) in servers.enumerated() {
      if let table = table(server, index) { settings.append(("mcp_servers.\(server.name)", table)) }
    }
    return settings
  }

  /// The built-in provider tries a websocket first, and takes no OPENAI_API_KEY; one of our own does neither.
  private var provider: [(String, String)] {
    func own(_ url: String, _ more: [(String, String)]) -> [(String, String)] {
      let name = url == Self.openAI ? "OpenAI" : "carrel"
      let members = [("name", TOMLText.string(name)), ("base_url", TOMLText.string(url)), ("wire_api", #""responses""#)] + more
      return [("model_providers.carrel", TOMLText.table(members)), ("model_provider", #""carrel""#)]
    }
    if let ollama = setup.ollamaURL { return own(Self.trimmed(ollama) + "/v1", []) }
    if let keyVariable { return own(Self.trimmed(baseURL ?? Self.openAI), [("env_key", TOMLText.string(keyVariable))]) }
    guard let baseURL else { return [] }
    // With a login of codex's own it is its built-in provider that knows how to use it; without one the server wants no key.
    return setup.loginFiles.isEmpty ? own(Self.trimmed(baseURL), []) : [("openai_base_url", TOMLText.string(Self.trimmed(baseURL)))]
  }

  private static func trimmed(_ url: String) -> String { url.hasSuffix("/") ? String(url.dropLast()) : url }

  // MARK: MCP servers

  private var servers: [MCPServer] { setup.mcpServers.filter { !rules.denies(server: $0.name) && Self.isPlain($0.name) } }

  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { $0 == 0x2d || $0 == 0x5f || (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20) }
  }

  /// Variables that the agent's commands do not see.
  private var hidden: [String] { Self.credentialVariables + environment.keys.sorted() }

  /// What the MCP servers need, by variables of codex's process.
  var environment: [String: String] {
    var result: [String: String] = [:]
    for (index, server) in servers.enumerated() {
      for (place, value) in values(server).enumerated() { result[Self.variable(index, place)] = value.1 }
    }
    return result
  }

  private func values(_ server: MCPServer) -> [(String, String)] {
    switch server.transport {
    case .stdio(_, _, let environment): environment.filter { Self.isName($0.key) }.sorted { $0.key < $1.key }
    case .http(_, let headers), .sse(_, let headers): headers.sorted { $0.key < $1.key }
    }
  }

  private static func variable(_ server: Int, _ place: Int) -> String { "CARREL_MCP_\(server)_\(place)" }

  /// Whether a shell takes it as the name of a variable.
  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return name.utf8.allSatisfy { $0 == 0x5f || (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20) }
  }

  private func table(_ server: MCPServer, _ index: Int) -> String? {
    var members: [(String, String)]
    switch server.transport {
    case .stdio(let command, let arguments, _):
      members = stdio(command, arguments, values(server).map(\.0), index)
    case .http(let url, _):
      members = [("url", TOMLText.string(url))]
      let names = values(server).enumerated().map { ($1.0, TOMLText.string(Self.variable(index, $0))) }
      if !names.isEmpty { members.append(("env_http_headers", TOMLText.table(names))) }
    case .sse: return nil
    }
    let denied = rules.deniedTools(of: server.name)
    if !denied.isEmpty { members.append(("disabled_tools", TOMLText.strings(denied))) }
    if setup.mode == .auto, !rules.restricts { members.append(("default_tools_approval_mode", #""approve""#)) }
    return TOMLText.table(members)
  }

  /// A server's environment comes through variables of codex's own, which a shell gives their real names.
  private func stdio(_ command: String, _ arguments: [String], _ names: [String], _ index: Int) -> [(String, String)] {
    guard !names.isEmpty else { return [("command", TOMLText.string(command)), ("args", TOMLText.strings(arguments))] }
    let variables = names.indices.map { Self.variable(index, $0) }
    let exports = zip(names, variables).map { "export \($0)=\"$\($1)\"; unset \($1); " }.joined()
    let script = exports + "exec \"$0\" \"$@\""
    return [
      ("command", #""/bin/sh""#), ("args", TOMLText.strings(["-c", script, command] + arguments)),
      ("env_vars", TOMLText.strings(variables)),
    ]
  }

  /// What of the setup codex has no way for.
  var remarks: [String] {
    let sse = servers.filter { if case .sse = $0.transport { true } else { false } }.map {
      "codex cannot use the MCP server \($0.name): it speaks HTTP with server-sent events only in the newer form."
    }
    let strange = setup.mcpServers.filter { !Self.isPlain($0.name) }.map {
      "codex cannot use the MCP server \"\($0.name.firstLine(limit: 100))\": its name has other characters than letters, digits, \"-\" and \"_\"."
    }
    let rules = rules.withoutEffect.map { "codex has no tool named \($0.firstLine(limit: 100)): the rule against it has no effect." }
    return sse + strange + rules
  }
}
