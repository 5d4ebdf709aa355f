import JSON
import Model
import Platform
import Sandbox

/// Setup → the command of one headless turn of gemini, and the settings that it reads (facts/engines.md, 6). Pure.
enum GeminiCommandLine {
  /// `GEMINI_CLI_HOME`: gemini keeps its `.gemini` in it.
  static func geminiHome(_ home: String) -> String { home }

  /// Its settings, written before it starts; the host's own are never read.
  static func settingsPath(_ home: String) -> String { "\(geminiHome(home))/.gemini/settings.json" }

  /// Whether a private home has a conversation: `session-<time>-<first eight characters>.json` or `.jsonl`, below a directory for the project. Reads the disk.
  static func keeps(_ session: String, home: String) -> Bool {
    guard session.utf8.count >= 8, !session.contains("/") else { return false }
    let root = "\(geminiHome(home))/.gemini/tmp"
    for project in (try? Files.list(root)) ?? [] {
      let files = (try? Files.list("\(root)/\(project)/chats")) ?? []
      if files.contains(where: { $0.contains(session) || $0.contains("-\(session.prefix(8)).") }) { return true }
    }
    return false
  }

  /// How much it may do without asking. Headless it cannot ask: `default` denies what is not among the allowed tools, which are only there when they are configured.
  static func approvalMode(_ setup: AgentSetup, isPlanning: Bool) -> String {
    if isPlanning { return "plan" }
    return setup.allowedTools == nil ? "yolo" : "default"
  }

  /// The command of a turn. The prompt is an argument of its own; long ones come on standard input, which gemini reads when it is no terminal.
  static func command(
    _ program: AgentProgram, _ setup: AgentSetup, prompt: String, session: String, resumes: Bool, isPlanning: Bool
  ) -> AgentCommand {
    var arguments =
      program.arguments + [
        "--prompt=\(prompt)", "--output-format=stream-json", "--approval-mode=\(approvalMode(setup, isPlanning: isPlanning))",
        "--skip-trust",
      ]
    arguments.append(resumes ? "--resume=\(session)" : "--session-id=\(session)")
    if let model = model(setup) { arguments.append("--model=\(model)") }
    return AgentCommand(
      path: program.path, arguments: arguments + setup.arguments, environment: environment(program, setup), directory: setup.workspace)
  }

  /// The model without its provider.
  static func model(_ setup: AgentSetup) -> String? {
    guard let model = setup.model, !model.isEmpty else { return nil }
    let name = ModelName(model)
    return name.provider == "gemini" || name.provider == "google" ? name.name : model
  }

  /// The environment of gemini, headless or over ACP.
  static func environment(_ program: AgentProgram, _ setup: AgentSetup) -> [String: String] {
    var environment = ["LANG": "C.UTF-8", "SHELL": "/bin/bash", "TERM": "dumb", "NO_COLOR": "1"]
    environment.merge(quiet) { _, own in own }
    environment.merge(setup.environment) { _, configured in configured }
    if let url = setup.baseURL, !url.isEmpty { environment["GOOGLE_GEMINI_BASE_URL"] = url }
    environment["PATH"] = setup.environment["PATH"] ?? TurnPath.path(program)
    environment["HOME"] = setup.home
    environment["GEMINI_CLI_HOME"] = geminiHome(setup.home)
    return environment
  }

  /// No process of its own around it, no sandbox of its own, no question about trust.
  static let quiet = ["GEMINI_CLI_NO_RELAUNCH": "true", "GEMINI_SANDBOX": "false", "GEMINI_CLI_TRUST_WORKSPACE": "true"]

  /// `settings.json`: no updates, no telemetry, the way to log in, the tools' rules, the MCP servers.
  static func settings(_ setup: AgentSetup, withServers: Bool = true) -> JSONValue {
    var settings: JSONObject = JSONObject()
    settings["general"] = ["enableAutoUpdate": false, "enableAutoUpdateNotification": false]
    settings["privacy"] = ["usageStatisticsEnabled": false]
    settings["telemetry"] = ["enabled": false]
    settings["ui"] = ["hideBanner": true, "hideTips": true]
    if let type = authType(setup.environment) { settings["security"] = ["auth": ["selectedType": .string(type)]] }
    var tools = JSONObject()
    if let allowed = setup.allowedTools { tools["allowed"] = .array(allowed.map(JSONValue.string)) }
    if !setup.disallowedTools.isEmpty { tools["exclude"] = .array(setup.disallowedTools.map(JSONValue.string)) }
    if !tools.isEmpty { settings["tools"] = .object(tools) }
    if withServers, !setup.mcpServers.isEmpty {
      var servers = JSONObject()
      for server in setup.mcpServers { servers[server.name] = self.server(server) }
      settings["mcpServers"] = .object(servers)
    }
    return .object(settings)
  }

  /// How gemini logs in with what it is given.
  static func authType(_ environment: [String: String]) -> String? {
    if !(environment["GEMINI_API_KEY"] ?? "").isEmpty { return "gemini-api-key" }
    if environment["GOOGLE_GENAI_USE_VERTEXAI"] == "true" || !(environment["GOOGLE_API_KEY"] ?? "").isEmpty { return "vertex-ai" }
    return "oauth-personal"
  }

  private static func server(_ server: MCPServer) -> JSONValue {
    switch server.transport {
    case .stdio(let command, let arguments, let environment):
      ["command": .string(command), "args": .array(arguments.map(JSONValue.string)), "env": strings(environment), "trust": true]
    case .http(let url, let headers): ["httpUrl": .string(url), "headers": strings(headers), "trust": true]
    case .sse(let url, let headers): ["url": .string(url), "headers": strings(headers), "trust": true]
    }
  }

  private static func strings(_ values: [String: String]) -> JSONValue {
    var object = JSONObject()
    for (name, value) in values.sorted(by: { $0.key < $1.key }) { object[name] = .string(value) }
    return .object(object)
  }
}
