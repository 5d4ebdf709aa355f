import Agents
import Configuration
import Egress
import Model
import Platform
import Sandbox
import Workspaces

/// The jobs: preparing a workspace, starting an agent, measuring, removing. None of them holds the gate; each ends by handing in an input.
extension TaskRunner {
  /// Makes the workspace, or takes the one that is there.
  func prepare(fresh: Bool) async {
    let task = record
    guard task.phase == .preparing else { return }
    // One that was deleted by hand is made anew (F13).
    let isGone = task.workspacePath != nil && desk.workspaces.workspace(of: id) == nil
    do throws(WorkspaceError) {
      if fresh || task.workspacePath == nil || isGone {
        let made = try await workspace(for: task)
        CrashPoint.reach(.workspaceMade)
        let remarks =
          (isGone ? ["Its workspace was gone: a new one was made, without what had been changed in the old one."] : []) + made.remarks
        var preparation = Preparation(
          path: made.path, baseCommit: made.baseCommit, baseBranch: made.baseBranch, brief: brief(base: made.baseBranch),
          remarks: remarks, isNew: true)
        preparation.isSetUp = made.isSetUp
        preparation.publishedHead = made.publishedHead
        await handleQuietly(.prepared(preparation))
      } else {
        await handleQuietly(
          .prepared(
            Preparation(
              path: task.workspacePath ?? "", baseCommit: task.baseCommit ?? "", baseBranch: task.baseBranch,
              brief: brief(base: task.baseBranch), remarks: [])))
      }
    } catch {
      await handleQuietly(error.isShortage ? .noRoom(shortage(error)) : .prepareFailed(error.failure))
    }
  }

  /// Why a task waits for the disk: in numbers where they are known.
  private func shortage(_ error: WorkspaceError) -> String {
    if let room = desk.workspaces.room(), let text = room.shortage(of: desk.workspaces.need(of: record.repository)) { return text }
    switch error {
    case .diskFull(_, let needed, let free) where needed > 0:
      return "waiting for disk: needs \(DiskRoom.text(needed)), \(DiskRoom.text(free)) free"
    case .inodesFull(_, let needed, let free): return "waiting for disk: needs \(needed) files, \(free) free"
    default: return "waiting for disk: \(error.text)"
    }
  }

  private func workspace(for task: TaskRecord) async throws(WorkspaceError) -> PreparedWorkspace {
    let seconds = desk.settings.limits.cloneSeconds
    let wish = await wish(for: task)
    if let beginning = PublishedBeginning(task) { return try await workspace(beginning, wish) }
    if let commit = task.startCommit {
      return try await desk.workspaces.prepare(
        task: id, location: task.repository, handedOver: commit, branch: task.baseBranch, wish: wish, seconds: seconds)
    }
    return try await desk.withRemote(task.repository.source) { [desk, id] (credentials) async throws(WorkspaceError) in
      try await desk.workspaces.prepare(
        task: id, location: task.repository, base: task.base, wish: wish, credentials: credentials, seconds: seconds)
    }
  }

  /// The brief for this task, at the step that it is at.
  func brief(base: String?) -> String {
    desk.brief(for: record, base: base ?? record.base)
  }

  /// Starts the agent in its sandbox.
  func startAgent(resume: Bool) async {
    await untilThawed()
    let task = record
    guard task.phase == .preparing, !isClosed, let workspace = task.workspacePath else { return }
    guard let engine = desk.engines.engine(named: task.engine) else {
      await handleQuietly(
        .agentRefused(TaskFailure(.engine, "Starting \(id): there is no engine named \"\(task.engine)\"; `carrel engines` lists them.")))
      return
    }
    let level = desk.settings.sandbox.level
    if let missing = await desk.unsandboxedReason(level: level, repository: task.repository) {
      await handleQuietly(.sandboxMissing(missing))
      return
    }
    guard await setUp(task) else { return }
    // Taken before the value is read: a value that comes meanwhile proves this one to be the older.
    credentialRevision = desk.credentials.revision
    let credential = await desk.credential(for: engine, model: desk.model(of: task))
    if engine.needsCredential, case .missing(let text) = credential {
      await handleQuietly(.agentRefused(TaskFailure(.auth, text)))
      return
    }
    var setup = desk.setup(task, engine: engine, workspace: workspace, credential: credential, resume: resume)
    do throws(TaskFailure) {
      setup.ollamaURL = try await localModels(for: setup)
    } catch {
      await handleQuietly(.agentRefused(error))
      return
    }
    // Before the other doors: what leads to the gateway by now needs none of them.
    let opened = desk.openGateway(for: task, engine, credential, &setup) { [weak self] in await self?.heard($0, of: $1) }
    await openWays(&setup, credential)
    setup.brake = brake
    var summary = desk.summary(of: setup.sandbox)
    summary.key = opened != nil ? .outside : credential.isThere ? .inside : nil
    await launch(engine, setup, summary, credential.source, opened)
  }

  /// Where the task's model is served, if it is one of this machine's own: asked for, and started when nobody answers. Given back when the agent is gone.
  func localModels(for setup: AgentSetup) async throws(TaskFailure) -> String? {
    guard let model = setup.model, ModelName(model).isOllama else { return nil }
    if setup.sandbox.network == .none {
      throw TaskFailure(
        .badRequest,
        "Starting \(id): the model \(model) is served by ollama, which the sandbox may not reach; set [sandbox] network = \"open\".")
    }
    await giveBackLocalModels()
    let url = try await desk.ollama.acquire(environment: desk.ollamaEnvironment)
    localModels = url
    return url
  }

  /// The last task that used it lets a model server end that was started for it.
  func giveBackLocalModels() async {
    guard let url = localModels else { return }
    localModels = nil
    await desk.ollama.release(url)
  }

  private func launch(
    _ engine: any CodingEngine, _ setup: AgentSetup, _ sandbox: SandboxSummary, _ source: String?, _ opened: ModelGateway?
  ) async {
    let number = nextGeneration()
    closeGateway()
    gateway = opened
    do throws(TaskFailure) {
      let made = try engine.makeAgent(setup)
      live.insert(id)
      agent = made
      outbox = AgentOutbox(made) { [weak self] failure, letter in await self?.couldNotSend(failure, letter, number) }
      try await made.start { [weak self] events in await self?.receive(events, generation: number) }
      CrashPoint.reach(.agentStarted)
      // Many engines choose the id of their session themselves.
      let asked: String =
        switch setup.session {
        case .new(let id), .resume(let id): id
        }
      let session = await made.sessionID ?? asked
      await welcome(made, generation: number, .agentStarted(session: session, sandbox: sandbox, credential: source))
    } catch {
      if generation == number { await endAgent() }
      await handleQuietly(.agentRefused(error))
    }
  }

  private func couldNotSend(_ failure: TaskFailure, _ letter: AgentOutbox.Letter, _ number: Int) async {
    if case .prompt = letter {
      await receive([.turnDone(.failed(failure), text: nil)], generation: number)
    } else {
      await receive([.notice(.error, failure.text)], generation: number)
    }
  }

  /// Measures the change, one measurement at a time; `TaskRunner+Live` sets the pace of all but the final one.
  func measure(final: Bool) {
    guard !isClosed else { return }
    if measuring != nil {
      measureAgain = (measureAgain ?? false) || final
      return
    }
    measuring = Task { await self.measureOnce(final: final) }
  }

  private func measureOnce(final first: Bool) async {
    var final = first
    while !record.phase.isCompletion {
      do throws(WorkspaceError) {
        var listing = try await desk.workspaces.snapshot(id, trustingWatch: !final)
        if final, await check(listing.summary) { listing = try await desk.workspaces.snapshot(id) }
        let known = record.checkpoints.last?.name
        await handleQuietly(.measured(listing.summary, final: final))
        await putBackWhatChanged(listing)
        if let last = record.checkpoints.last, last.name != known { try await desk.workspaces.keep(id, tree: last.tree, as: last.name) }
        measureFailure = nil
        await sayIfBlind()
        if final {
          await handleQuietly(.weighed(await desk.workspaces.bytes(id)))
          await noteHosts()
          await noteEvidence()
        }
      } catch {
        let failure = TaskFailure(.workspace, error.text)
        if final || failure != measureFailure { await handleQuietly(.measureFailed(failure, final: final)) }
        measureFailure = failure
      }
      // While its agent works, looks that are not final have a pace.
      guard let again = measureAgain, again || !isPaced, !isClosed else { break }
      final = again
      measureAgain = nil
    }
    let isToBeLookedAtAgain = measureAgain != nil
    measureAgain = nil
    measuring = nil
    // The pace is one of rests: a look that took long is not followed by another at once.
    lastLook = desk.uptime()
    if isToBeLookedAtAgain { workspaceChanged() }
  }

  /// Waits for the measurement under way.
  func measurementsDone() async { await measuring?.value }

  /// Seals what was never published, and removes the workspace. Every step may have been done before and cut by a crash.
  /// - Returns: why it could not be removed.
  @discardableResult
  func remove(seal: Bool) async -> WorkspaceError? {
    let stands = desk.workspaces.workspace(of: id) != nil
    guard record.workspacePath != nil || stands else { return nil }
    await measurementsDone()
    var sealed = false
    do throws(WorkspaceError) {
      if seal {
        let work =
          stands ? try await desk.workspaces.seal(id, title: record.ticket.title, author: desk.identity) : desk.workspaces.sealed(id)
        sealed = work != nil
        CrashPoint.reach(.sealed)
      }
      try await desk.workspaces.remove(id)
      CrashPoint.reach(.removed)
      await handleQuietly(.removed(sealed: sealed))
      return nil
    } catch {
      await handleQuietly(.removeFailed(error.text))
      return error
    }
  }
}
