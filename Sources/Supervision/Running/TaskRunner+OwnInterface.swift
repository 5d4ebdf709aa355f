import Agents
import Configuration
import Egress
import Glibc
import Model
import Platform
import Sandbox
import Workspaces

/// The engine's own interactive interface on the task's conversation: in the agent's place, in the same sandbox, with the same network, model gateway and secrets. The
/// operator's client gets the terminal handed over by a socket and talks to it directly; the interface lives as long as that connection.
extension TaskRunner {
  /// Starts it. The task's idle agent is ended first; while it runs nothing else begins in the workspace, and afterwards the change is measured.
  /// - Returns: the socket on which one client of the same user gets the terminal.
  func openOwnInterface(author: String) async throws(SupervisionError) -> String {
    let answer = await withCheckedContinuation { (continuation: CheckedContinuation<Result<String, SupervisionError>, Never>) in
      let told = FirstWord(continuation)
      ownInterfaceDone = Task {
        do throws(SupervisionError) {
          let what = "an operator works in \(self.record.engine)'s own interface"
          try await self.exclusively(what) { () async throws(SupervisionError) in try await self.serveOwnInterface(told) }
        } catch {
          if told.tell(.failure(error)) { return }
        }
        let engine = self.record.engine
        await self.handleQuietly(
          .remarked("\(author) worked in \(engine)'s own interface; what was said there stands in the engine's own conversation."))
        self.measure(final: false)
      }
    }
    return try answer.get()
  }

  /// Ends it, if an operator works in one; returns when it is gone.
  func endOwnInterface(grace: Double = 2) async {
    guard let running = ownInterface else { return }
    await running.end(grace: grace)
    await ownInterfaceDone?.value
  }

  private func serveOwnInterface(_ told: FirstWord) async throws(SupervisionError) {
    let engine = try ready()
    // An id comes from the agent, and is an argument here.
    guard let session = record.sessionID, !session.hasPrefix("-"), let workspace = record.workspacePath else {
      throw refusal("it has no conversation yet")
    }
    if agent != nil {
      guard await park() else { throw refusal("its agent works, or cannot be resumed; interrupt or stop it first") }
    }
    if let missing = await desk.unsandboxedReason(level: desk.settings.sandbox.level, repository: record.repository) {
      throw refusal(missing)
    }
    let credential = await desk.credential(for: engine, model: desk.model(of: record))
    if engine.needsCredential, case .missing(let text) = credential { throw SupervisionError(.refused, text) }
    var setup = desk.setup(record, engine: engine, workspace: workspace, credential: credential, resume: true)
    guard case .resume = setup.session else { throw refusal("its home does not hold the conversation any more") }
    do throws(TaskFailure) { setup.ollamaURL = try await localModels(for: setup) } catch { throw SupervisionError(.refused, error.text) }
    closeGateway()
    gateway = desk.openGateway(for: record, engine, credential, &setup) { [weak self] in await self?.heard($0, of: $1) }
    defer { closeGateway() }
    await openWays(&setup, credential)
    setup.brake = brake
    do throws(TaskFailure) {
      guard let own = try engine.ownInterface(setup, session: session) else {
        throw TaskFailure(
          .badRequest, "\(record.engine) has no interface of its own that goes on with a conversation; `carrel shell \(id)` opens a shell")
      }
      try await run(own, setup, told)
    } catch {
      await giveBackLocalModels()
      throw SupervisionError(.refused, "Opening \(record.engine)'s own interface on \(id): \(error.text)")
    }
    await giveBackLocalModels()
    // What it spent counts for the task's limits; it tells nobody else.
    if let count = gateway?.ledger.takeUntold(), count.answers > 0 {
      await handleQuietly(.agent(.usage(tokens: count.tokens, costUSD: count.costUSD)))
    }
  }

  private func ready() throws(SupervisionError) -> any CodingEngine {
    switch record.phase {
    case .waiting, .review, .failed, .stopped: break
    default: throw refusal("it is \(record.phase.rawValue); wait for the end of the turn, or stop it")
    }
    if isClosed { throw refusal("the service is ending") }
    if frozenSince != nil { throw refusal("everything is frozen; `carrel queue thaw` lets it go on") }
    guard let engine = desk.engines.engine(named: record.engine) else { throw refusal("there is no such engine any more") }
    return engine
  }

  private func refusal(_ reason: String) -> SupervisionError {
    SupervisionError(.refused, "Opening \(record.engine)'s own interface on \(id): \(reason).")
  }

  /// Runs it on a terminal that the first client to connect gets; ends it when that client goes, or when nobody comes.
  private func run(_ own: OwnInterface, _ setup: AgentSetup, _ told: FirstWord) async throws(TaskFailure) {
    let (folder, terminal, other, listener): (String, PseudoTerminal, OwnedDescriptor, UnixListener)
    do throws(PlatformError) {
      folder = try Files.makeTemporaryDirectory(in: desk.workspaces.layout.terminals, prefix: "")
      (terminal, other) = try PseudoTerminal.open(rows: 24, columns: 80)
      listener = try UnixListener(path: "\(folder)/s")
    } catch { throw TaskFailure(.engine, error.text) }
    defer {
      listener.close()
      terminal.close()
      rmdir(folder)
    }
    let process = try await own.start(setup, on: other)
    other.close()
    ownInterface = process
    defer { ownInterface = nil }
    told.tell(.success(listener.path))
    // Nobody comes, or it is over before anybody came.
    let waiting = [
      Task {
        guard (try? await pause(for: .seconds(30))) != nil else { return }
        listener.close()
      },
      Task {
        _ = await process.wait()
        listener.close()
      },
    ]
    let client = await listener.accept()
    for task in waiting { task.cancel() }
    guard let client, terminal.send(over: client) else {
      await process.end(grace: 0)
      return
    }
    let leaving = Task {
      while await client.read() != nil {}
      await process.end(grace: 2)
    }
    let exit = await process.wait()
    if client.send(Array("\(exit.code ?? 128 + (exit.signal ?? 0))\n".utf8)) { await client.drained() }
    client.close()
    await leaving.value
  }
}
