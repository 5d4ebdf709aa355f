package import Model
import Platform

/// Claude Code (facts/engines.md, 1).
package struct ClaudeEngine: CodingEngine {
  package let name = "claude"
  package let capabilities = ClaudeEngine.allCapabilities
  package let credentialVariables = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"]
  package let passedVariables = ["ANTHROPIC_BASE_URL"]
  package let loginFile: String? = ".claude/.credentials.json"
  package let needsCredential = true
  package let installHint = "npm install -g @anthropic-ai/claude-code, or set command under [engine.claude] in the configuration"

  private let sandbox: AgentSandbox

  /// The engine. `sandbox` is what its agents' sandboxes are made with.
  package init(sandbox: AgentSandbox = .found()) { self.sandbox = sandbox }

  static let allCapabilities: AgentCapabilities = [
    .severalTurns, .resume, .interrupt, .permissions, .questions, .compact, .switchModel, .steer, .textDeltas, .tokens, .cost,
  ]

  package func status(command: String?, environment: [String: String]) async -> EngineStatus {
    let set = Dictionary((credentialVariables + passedVariables).map { ($0, !(environment[$0] ?? "").isEmpty) }) { first, _ in first }
    var status = EngineStatus(name: name, installHint: installHint, variables: set, capabilities: capabilities.names)
    var places = environment
    if places["PATH"] == nil { places["PATH"] = Environment.current["PATH"] }
    guard let path = ProgramSearch.find(command ?? name, environment: places) else {
      status.problem = missing(command)
      return status
    }
    status.path = path
    status.version = await version(path, home: environment["HOME"])
    if let variable = credentialVariables.first(where: { set[$0] ?? false }) {
      status.credential = "\(variable) from the environment"
    } else if let file = loginFile, let home = environment["HOME"] ?? Environment.home, Files.isFile("\(home)/\(file)") {
      status.credential = "login file \(home)/\(file)"
    } else {
      status.problem = "no login: set \(credentialVariables.joined(separator: " or ")), or log in with `claude` once"
    }
    if status.version == nil { status.problem = "\(path) does not answer to --version; is it claude?" }
    return status
  }

  package func holdsSession(_ id: String, home: String) -> Bool {
    guard !id.isEmpty, !id.contains("/") else { return false }
    let projects = "\(home)/.claude/projects"
    return ((try? Files.list(projects)) ?? []).contains { Files.isFile("\(projects)/\($0)/\(id).jsonl") }
  }

  package func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent {
    guard let path = ProgramSearch.find(setup.command ?? name, environment: Environment.current) else {
      throw TaskFailure(.engine, "Starting claude: \(missing(setup.command)).")
    }
    let needs = ProgramSearch.needs(path, environment: Environment.current)
    let program = AgentProgram(
      engine: name, path: needs.path, readOnly: needs.readOnly, searchPath: needs.search, credentialVariables: credentialVariables)
    let sandbox = sandbox
    return ClaudeAgent(program: program, setup: setup, capabilities: capabilities) { command, setup async throws(TaskFailure) in
      try await AgentLauncher.launch(command, setup, program, sandbox)
    }
  }

  private func missing(_ command: String?) -> String {
    if let command, command != name {
      return "there is no program \(command); set command under [engine.claude], or install claude: \(installHint)"
    }
    return "claude is not installed: \(installHint)"
  }

  private func version(_ path: String, home: String?) async -> String? {
    var command = ProcessCommand(
      path, ["--version"],
      environment: ["PATH": "/usr/local/bin:/usr/bin:/bin:\(Files.parent(of: path))", "HOME": home ?? "/", "DISABLE_AUTOUPDATER": "1"])
    command.errorOutput = .null
    guard let result = try? await ProcessRunner.run(command, timeoutSeconds: 15, outputLimit: 1 << 16), result.exit.isSuccess else {
      return nil
    }
    let line = result.text.firstLine(limit: 100)
    return line.isEmpty ? nil : String(line.prefix { $0 != " " })
  }
}
