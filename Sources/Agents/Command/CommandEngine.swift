package import Model

/// Any program as an engine (`[engine.NAME]` with `protocol = "command"`). Nothing of it goes through a shell.
package struct CommandEngine: CodingEngine {
  package let capabilities: AgentCapabilities = [.textDeltas]
  package let passedVariables: [String] = []
  package let loginFiles: [String] = []

  private let configured: ConfiguredEngine
  private let sandbox: AgentSandbox

  /// The engine, in sandboxes made with this.
  package init(_ configured: ConfiguredEngine, sandbox: AgentSandbox = .found()) {
    self.configured = configured
    self.sandbox = sandbox
  }

  package var name: String { configured.name }
  package var program: String { configured.command }
  package var credentialVariables: [String] { configured.credentialVariables }
  package var needsCredential: Bool { !configured.credentialVariables.isEmpty }
  package var installHint: String { "install \(configured.command)" }

  package func credentialVariables(model: String?) -> [String] { configured.credentialVariables }

  package var sheet: EngineSheet {
    let prompt = configured.prompt == .stdin ? " … < PROMPT" : " … PROMPT"
    return EngineSheet(
      title: configured.name, homepage: "",
      commandLines: [configured.command + prompt], leavesBehind: ["what the program itself writes into the task's private home"],
      remarks: [
        "The prompt is its standard input, or an argument (the one that is {prompt}, else a last one); what it prints is the transcript; "
          + "exit code 0 is success.",
        "Every message is a run of its own: what was said before is not known to it.",
        "It finds the model in CARREL_MODEL, the effort in CARREL_EFFORT, the mode in CARREL_MODE. Its use is not metered.",
      ],
      trial: .unverified)
  }

  package func status(command: String?, environment: [String: String]) async -> EngineStatus {
    let variables = configured.credentialVariables.joined(separator: " or ")
    return await EngineProbe.status(
      self, program: command ?? program, environment: environment, versionArguments: [], logIn: "set \(variables)")
  }

  package func holdsSession(_ id: String, home: String) -> Bool { false }

  package func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent {
    let program = try EngineProbe.program(self, named: setup.command ?? program)
    return TurnProcessAgent(
      program: program, setup: setup, driver: CommandDriver(program: program, setup: setup, prompt: configured.prompt), sandbox: sandbox)
  }
}
