internal import FoundationEssentials
import Agents
import Configuration
import Model
import Platform
import Sandbox
import Workspaces

/// All that an engine is given for one attempt.
extension Desk {
  /// The model that a task is worked on with: its own, else the configured one; nil: the engine's choice.
  func model(of task: TaskRecord) -> String? { task.model ?? settings.engines[task.engine]?.model }

  /// The setup for a task in a workspace, in the sandbox as it can be had. `resume` goes on with the task's session if its private home still holds it.
  func setup(
    _ task: TaskRecord, engine: any CodingEngine, workspace: String, credential: Credential, resume: Bool
  ) -> AgentSetup {
    let (home, log) = (workspaces.layout.home(of: task.id), workspaces.layout.log(of: task.id))
    var profile = SandboxProfile(workspace: workspace, home: home)
    profile.level = settings.sandbox.level == .isolated && sandbox.isAvailable ? .isolated : .none
    profile.network = profile.level.network(settings.sandbox.network)
    profile.readOnly = workspaces.workspace(of: task.id).map { [$0.mirrorObjects] } ?? []
    let session = resume ? task.sessionID : nil
    let canResume = session.map { engine.holdsSession($0, home: home) } ?? false
    let chosen: AgentSetup.Session = canResume ? .resume(id: session ?? "") : .new(id: UUID().uuidString.lowercased())
    var setup = AgentSetup(
      task: task.id, workspace: workspace, home: home, log: log, sandbox: profile, session: chosen, mode: task.mode)
    let options = settings.engines[task.engine]
    setup.model = model(of: task)
    setup.effort = task.effort ?? options?.effort
    setup.command = options?.command
    setup.arguments = options?.arguments ?? []
    setup.dialect = options?.protocol
    setup.baseURL = options?.baseURL
    setup.serverURL = options?.serverURL
    setup.serverPassword = options?.passwordEnvironment.flatMap { credentials.value($0) }
    setup.mcpServers = settings.mcpServers(for: task.engine, variables: credentials.all)
    setup.environment = environment(for: engine, credential)
    setup.loginFiles = credential.loginFiles
    setup.secrets = credentials.ledger
    if let allowed = options?.allowedTools { setup.allowedTools = allowed }
    if let disallowed = options?.disallowedTools { setup.disallowedTools = disallowed }
    setup.priorCostUSD = canResume ? task.sessionCostUSD : 0
    return setup
  }
}
