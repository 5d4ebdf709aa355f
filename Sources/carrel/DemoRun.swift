import Arguments
import Client
import Configuration
import Glibc
import Model
import Platform
import Wire

/// `carrel demo`: the whole job on a small real repository with the built-in engine, without a key. On a terminal the interface opens on it; without one the
/// job runs through to published branches and the table is printed.
struct DemoRun: Sendable {
  let program: Program
  private var output: CommandOutput { program.output }

  init(program: Program) { self.program = program }

  func run() -> Int32 {
    let repository = DemoRepository(folder: program.paths.demo)
    let own = Program(program.invocation, environment: environment(repository))
    let stopped = Blocking.run { await ServiceStop(program: own).quietly() }
    guard stopped else { return ExitCode.failed.rawValue }
    let made: PlatformError? = Blocking.run {
      do throws(PlatformError) {
        try await repository.make()
        try Files.writeAtomically(Array("default_engine = \"demo\"\n".utf8), to: own.paths.config, mode: 0o600)
        return nil
      } catch { return error }
    }
    if let made {
      output.note("carrel: preparing the demonstration: \(made.text)")
      return ExitCode.failed.rawValue
    }
    let interactive = isatty(0) == 1 && isatty(1) == 1
    let result: ExitCode
    if interactive {
      let queued = Blocking.run { await self.enqueue(own, repository) }
      if queued != .done { return queued.rawValue }
      guard chdir(repository.source) == 0 else { return ExitCode.failed.rawValue }
      result = ExitCode(rawValue: InterfaceProgram(program: own).run(theme: nil)) ?? .failed
      output.line("The demonstration's repository, remote and state are in \(repository.folder).")
    } else {
      result = Blocking.run { await self.runThrough(own, repository) }
    }
    _ = Blocking.run { await ServiceStop(program: own).quietly() }
    return result.rawValue
  }

  /// The demonstration's own world: its state and configuration, nothing of the operator's.
  private func environment(_ repository: DemoRepository) -> [String: String] {
    var environment = program.environment
    environment["CARREL_STATE_DIR"] = repository.state
    environment["CARREL_CONFIG"] = "\(repository.folder)/config.toml"
    environment["DEFAULT_ENGINE"] = "demo"
    if isatty(1) == 1, environment["CARREL_DEMO_PACE"] == nil { environment["CARREL_DEMO_PACE"] = "150" }
    return environment
  }

  private func commands(_ own: Program) async throws(ClientError) -> Commands {
    Commands(client: try await own.starter.connect(), output: output, author: own.author, now: { .now })
  }

  private func enqueue(_ own: Program, _ repository: DemoRepository) async -> ExitCode {
    do throws(ClientError) {
      let commands = try await commands(own)
      defer { commands.client.close() }
      return try await enqueue(commands, repository)
    } catch {
      output.note("carrel: \(PlainText.block(error.text))")
      return ExitCode(error)
    }
  }

  private func enqueue(_ commands: Commands, _ repository: DemoRepository) async throws(ClientError) -> ExitCode {
    let text = (try? Files.readText(repository.tickets, limit: 1 << 20)) ?? ""
    let empty = EnqueueRequest(drafts: [], directory: repository.source)
    guard case .preview(let drafts, let remarks) = try await commands.client.request(.read(text: text, empty)) else { throw .disconnected }
    for remark in remarks { output.note(PlainText.line(remark)) }
    var request = empty
    request.drafts = drafts
    guard case .enqueued = try await commands.client.request(.enqueue(request)) else { throw .disconnected }
    return .done
  }

  private func runThrough(_ own: Program, _ repository: DemoRepository) async -> ExitCode {
    do throws(ClientError) {
      let commands = try await commands(own)
      defer { commands.client.close() }
      _ = try await enqueue(commands, repository)
      output.note("Six tickets are being worked on…")
      let waiting = try await self.commands(own)
      defer { waiting.client.close() }
      var result = try await waiting.wait(nil, untilEnd: false, timeout: 300)
      guard result == .done, case .tasks(let tasks) = try await commands.client.request(.tasks) else { return .failed }
      result = try await commands.approve(tasks.map(\.id), ApproveOptions(kind: .branch), yes: true)
      output.line("")
      _ = try await commands.list(states: [], attentionOnly: false, json: false)
      output.line("")
      output.line("Published to \(repository.remote): git -C \(repository.remote) branch")
      return result
    } catch {
      output.note("carrel: \(PlainText.block(error.text))")
      return ExitCode(error)
    }
  }
}
