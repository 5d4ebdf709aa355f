package import Model
import Platform

/// aider (https://aider.chat; facts/engines.md, 3).
package struct AiderEngine: CodingEngine {
  package let name = "aider"
  package let program = "aider"
  package let capabilities: AgentCapabilities = [.resume, .interrupt, .textDeltas, .tokens, .cost]
  package let credentialVariables = AiderProvider.all
  package let passedVariables = [
    "OPENAI_API_BASE", "OPENAI_BASE_URL", "ANTHROPIC_API_BASE", "ANTHROPIC_BASE_URL", "OLLAMA_API_BASE", "AZURE_API_BASE",
    "AZURE_API_VERSION",
  ]
  package let loginFiles: [String] = []
  package let needsCredential = true
  package let installHint = "python3 -m pip install aider-install && aider-install"
  package let installation: EngineInstallation? = EngineInstallation(
    ["sh", "-c", "python3 -m pip install aider-install && aider-install"], documentation: "https://aider.chat/docs/install.html")
  package let sheet = EngineSheet(
    title: "aider", homepage: "https://aider.chat",
    commandLines: [
      "aider --model=… --message-file=… --chat-history-file=… --restore-chat-history --yes-always --no-auto-commits --no-dirty-commits "
        + "--no-gitignore --no-pretty --no-fancy-input --no-auto-lint --no-auto-test … --file=…"
    ],
    leavesBehind: [
      "the conversation in ~/.carrel-aider of the task's private home", "its version and analytics switch in ~/.aider of the private home",
      "nothing in the workspace: its cache of tags is removed after every turn",
    ],
    remarks: [
      "One process per turn; it finds files by its map of the repository and by names in the prompt, and keeps those of earlier turns in its chat.",
      "It cannot ask: mode ask works as auto; in mode plan its first answer (chat mode ask) is the plan to approve.",
      "Model names are LiteLLM's: openai/NAME for any OpenAI-compatible server with a base URL (with /v1), ollama/NAME for Ollama.",
      "Commits, linters, tests, shell commands and its own commands (/run …) are off; a repository's .aider.conf.yml, "
        + ".aider.model.settings.yml and .env are read by aider, but cannot switch those on; its model settings may name another address for a model, so read them before you let aider work on a stranger's repository.",
      "Tokens are rounded, as aider prints them.",
    ],
    trial: .realProgram)

  private let sandbox: AgentSandbox

  /// The engine, in sandboxes made with this.
  package init(sandbox: AgentSandbox = .found()) { self.sandbox = sandbox }

  package func status(command: String?, environment: [String: String]) async -> EngineStatus {
    await EngineProbe.status(self, program: command ?? program, environment: environment, logIn: "name a model of Ollama")
  }

  package func holdsSession(_ id: String, home: String) -> Bool {
    guard !id.isEmpty, !id.contains("/"), id != "..", id != "." else { return false }
    return Files.isFile("\(AiderCommandLine.directory(home: home, session: id))/chat.md")
  }

  package func credentialVariables(model: String?) -> [String] {
    guard let model, !model.isEmpty else { return credentialVariables }
    return AiderProvider.of(model).credentialVariables
  }

  package func replayDecoder() -> (any ReplayDecoder)? { AiderReplay() }

  package func modelRoute(_ setup: AgentSetup, variable: String) -> ModelRoute? {
    let named = setup.model.flatMap { $0.isEmpty ? nil : AiderProvider.of($0) }
    guard setup.ollamaURL == nil,
      let provider = named == .other
        ? .openai : named ?? AiderProvider.allCases.first(where: { $0.credentialVariables.contains(variable) }),
      named == .other || provider.credentialVariables.contains(variable)
    else { return nil }
    // Whose model an unknown name is, only a base URL of the operator's says.
    let standard = named == .other ? nil : provider.standardURL
    guard let upstream = setup.baseURL(orOf: provider.baseVariables) ?? standard else { return nil }
    let form: ModelRoute.Form = provider == .anthropic ? .anthropic : provider == .gemini ? .gemini : .openAI
    return ModelRoute(form, upstream: upstream, variables: provider.baseVariables, takesBaseURL: named != nil)
  }

  package func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent {
    let program = try EngineProbe.program(self, named: setup.command ?? program)
    return TurnProcessAgent(
      program: program, setup: setup, driver: AiderDriver(program: program, setup: setup, capabilities: capabilities), sandbox: sandbox)
  }
}
