package import Model
import Platform

/// A scripted agent that needs no model, key or network: for trying Carrel (`carrel demo`) and for its tests. Its program is Carrel itself
/// (`carrel demo-engine`), which speaks claude's protocol; so everything but the model is the real thing.
package struct DemoEngine: CodingEngine {
  package let name = "demo"
  package let capabilities = ClaudeEngine.allCapabilities
  package let credentialVariables: [String] = []
  package let passedVariables = ["CARREL_DEMO_PACE"]
  package let loginFiles: [String] = []
  package let needsCredential = false
  package let installHint = "it is a part of carrel"
  package let sheet = EngineSheet(
    title: "Demo", homepage: "a part of carrel", commandLines: ["carrel demo-engine"],
    leavesBehind: ["the conversation in the task's private home"],
    remarks: ["A scripted agent without a model, for trying Carrel."], trial: .realProgram)
  private let executable: String?
  private let sandbox: AgentSandbox

  /// The engine. `executable` is the program that understands `demo-engine`, this program itself if nil; `sandbox` is what its agents' sandboxes are made with.
  package init(executable: String? = nil, sandbox: AgentSandbox = .found()) {
    self.executable = executable
    self.sandbox = sandbox
  }

  package func status(command: String?, environment: [String: String]) async -> EngineStatus {
    var status = EngineStatus(
      name: name, path: path, installHint: installHint, credential: "none needed",
      variables: ["CARREL_DEMO_PACE": environment["CARREL_DEMO_PACE"] != nil], defaultModel: DemoProgram.model,
      capabilities: capabilities.names)
    status.version = "built in"
    if status.path == nil { status.problem = "carrel's own program file is gone; install it again" }
    return status
  }

  package func holdsSession(_ id: String, home: String) -> Bool {
    !id.isEmpty && !id.contains("/") && Files.isFile(DemoMemory.path(home: home, session: id))
  }

  package func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent {
    guard let path = setup.command ?? path else {
      throw TaskFailure(.engine, "Starting demo: carrel's own program file is gone; install it again.")
    }
    let needs = ProgramSearch.needs(path, environment: [:])
    let program = AgentProgram(
      engine: name, path: needs.path, arguments: ["demo-engine"], readOnly: needs.readOnly + ProgramSearch.ownLibraries())
    let sandbox = sandbox
    return ClaudeAgent(program: program, setup: setup, capabilities: capabilities) { command async throws(TaskFailure) in
      try await AgentLauncher.launch(command, setup, program, sandbox)
    }
  }

  /// A shell stands in for an interface of its own.
  package func ownInterface(_ setup: AgentSetup, session: String) throws(TaskFailure) -> OwnInterface? {
    guard let shell = ProcessCommand.find("sh", path: nil) else { return nil }
    let program = AgentProgram(engine: name, path: shell)
    let command = AgentCommand(
      path: shell,
      arguments: ["-c", #"echo "demo: a shell stands in for the agent's own interface, conversation $0"; exec sh -i"#, session],
      environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "PS1": "demo$ ", "HOME": setup.home],
      directory: setup.workspace)
    return OwnInterface(command, program, sandbox)
  }

  package func replayDecoder() -> (any ReplayDecoder)? { ClaudeReplay() }

  package var program: String { path ?? name }

  private var path: String? { executable ?? Environment.executable }
}
