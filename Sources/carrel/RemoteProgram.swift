import Agents
import Arguments
import Client
import Configuration
import Glibc
import JSON
import Model
import Platform
import Tickets
import Wire

/// The commands that talk to the service.
struct RemoteProgram: Sendable {
  let program: Program
  private var output: CommandOutput { program.output }

  init(_ program: Program) { self.program = program }

  func run() async -> ExitCode {
    do throws(ClientError) {
      return try await perform()
    } catch {
      output.note("carrel: \(PlainText.block(error.text))")
      return ExitCode(error)
    }
  }

  private func perform() async throws(ClientError) -> ExitCode {
    switch program.invocation {
    case .service(let command): return try await service(command)
    case .complete(let kind): return try await words(kind)
    case .doctor(let json, let fix): return try await DoctorProgram(program: program).run(json: json, fix: fix)
    case .attention(let format): return await attention(format)
    case .add(let options): return try await AddCommand(program: program, options: options).run()
    default: break
    }
    if program.settings() == nil { return .configuration }
    let client = try await VersionOffer(program: program).connect()
    defer { client.close() }
    return try await perform(Commands(client: client, output: output, author: program.author, now: { .now }))
  }

  private func perform(_ commands: Commands) async throws(ClientError) -> ExitCode {
    for id in tasksToTake { _ = try await commands.client.request(.lease(id, .takeOverNow)) }
    switch program.invocation {
    case .list(let states, let attention, let all, let json):
      return try await commands.list(states: states, attentionOnly: attention, all: all, json: json)
    case .importIssues(let options) where !options.told.isEmpty: return try await commands.tellIssues(options.told)
    case .importIssues(let options):
      return try await commands.importIssues(options.request(directory: Environment.currentDirectory), json: options.add.json)
    case .search(let text, let limit, let json): return try await commands.search(text, limit: limit, json: json)
    case .statistics(let grouping, let json, let ascii): return try await commands.statistics(by: grouping, json: json, ascii: ascii)
    case .show(let id, let json): return try await commands.show(id, json: json)
    case .conflicts(let options):
      let question = CollisionQuestion(
        repository: options.repository.map(place), fetches: options.fetches, rehearses: options.rehearses, order: options.order)
      return try await commands.conflicts(question, json: options.json)
    case .rebase(let ids, _):
      return try await commands.each(ids) { (id) throws(ClientError) in try await commands.rebase(id) }
    case .compare(let id, let json): return try await commands.compare(id, json: json)
    case .evidence(let id, let json): return try await commands.evidence(id, json: json)
    case .transcript(let id, let follow, let json):
      let output = output
      return try await commands.transcript(id, follow: follow) { entry in
        if json {
          output.line(TranscriptJSON.object(for: entry).serialized())
        } else {
          for line in TranscriptText.lines(entry) { output.line(line) }
        }
      }
    case .diff(let options):
      let style: Commands.DiffStyle =
        switch options.form {
        case .text: .text
        case .stat: .stat
        case .nameOnly: .names
        case .json: .json
        }
      return try await commands.diff(options.task, style: style, paths: options.paths, turn: options.turn)
    case .checkpoints(let id, let json): return try await commands.checkpoints(id, json: json)
    case .rewind(let id, let turn, let yes, _):
      if !yes, output.canAsk,
        !output.confirm("Set the files of \(id) back to checkpoint \(PlainText.line(turn))? What is there now is kept.")
      {
        throw .refused(Refusal(.refused, "\(id) was left as it is."))
      }
      return try await commands.rewind(id, turn: turn)
    case .send(let id, let source, _): return try await commands.send(id, text: text(source))
    case .sendReviews(let options):
      return try await commands.sendReviews(
        options.task, reviews: options.reviews, only: options.only, checks: options.checks, words: options.words.map(text) ?? "")
    case .refresh(let ids): return try await commands.refresh(ids)
    case .release(let ids, let yes, _): return try await commands.release(ids, yes: yes)
    case .answer(let options):
      return try await commands.answer(
        options.task, request: options.request, answer: answer(options), scope: options.scope, term: options.term)
    case .rules(let revoked, let json): return try await commands.rules(revoking: revoked, json: json)
    case .outbox(let json): return try await commands.outbox(json: json)
    case .outboxRetry(let ids): return try await commands.outboxRetry(ids)
    case .outboxDrop(let ids, let yes): return try await commands.outboxDrop(ids, yes: yes)
    case .outboxShow(let id): return try await commands.outboxShow(id)
    case .letGo(let id): return try await commands.letGo(id)
    case .brief(let options):
      return try await commands.brief(
        options.task, addition: options.addition.map(text), isForBatch: options.isForBatch, dryRun: options.dryRun, yes: options.yes)
    case .approve(let options):
      var wire = ApproveOptions(
        kind: options.kind, branch: options.branch, message: options.message, tree: options.tree, dryRun: options.dryRun,
        discardOthers: options.discardOthers)
      if !options.without.isEmpty { wire.without = options.without }
      if !options.with.isEmpty { wire.with = options.with }
      if !options.only.isEmpty { wire.only = options.only }
      wire.request = try request(options)
      return try await commands.approve(
        options.tasks, wire, yes: options.yes, ticking: options.ticksAll ? .all : .paths(options.ticks))
    case .discard(let ids, let others, let yes, _):
      return others ? try await discardOthers(ids, yes, commands) : try await discard(ids, yes, commands)
    case .retry(let ids, let change, _): return try await commands.change(ids) { .retry($0, change) }
    case .model(let id, let name): return try await commands.change([id]) { .setModel($0, name) }
    case .hosts(let id, let json): return try await commands.hosts(id, json: json)
    case .allow(let id, let rules, let scope, let forget): return try await commands.allow(id, rules, scope, forget: forget)
    case .stop(let ids): return try await commands.change(ids) { .stop($0) }
    case .undelete(let id): return try await commands.change([id]) { .undelete($0) }
    case .compact(let id): return try await commands.change([id]) { .compact($0) }
    case .clean: return try await commands.clean()
    case .queue(.some(.freeze)): return try await commands.freeze(true)
    case .queue(.some(.thaw)): return try await commands.freeze(false)
    case .queue(let change): return try await commands.queue(paused: change.map { $0 == .pause })
    case .wait(let options):
      return try await commands.wait(
        options.tasks.isEmpty ? nil : options.tasks, untilEnd: options.goal == .end, timeout: options.timeoutSeconds)
    case .engines(let json): return try await commands.engines(json: json)
    case .forges(let check, let json): return try await commands.forges(check: check, json: json)
    case .models(let engine, let json): return try await commands.models(engine: engine, json: json)
    default:
      output.note("carrel: this command needs no service.")
      return .usage
    }
  }

  /// A repository as tasks name it: a directory by its whole path.
  private func place(_ text: String) -> String {
    guard !text.contains("://"), text.hasPrefix("/") || text.hasPrefix(".") else { return text }
    return Files.realPath(text) ?? text
  }

  /// The tasks that `--take-over` is about.
  private var tasksToTake: [TaskID] {
    switch program.invocation {
    case .rewind(let id, _, _, true), .send(let id, _, true): [id]
    case .discard(let ids, false, _, true), .retry(let ids, _, true), .rebase(let ids, true),
      .release(let ids, _, true):
      ids
    case .sendReviews(let options): options.takeOver ? [options.task] : []
    case .answer(let options): options.takeOver ? [options.task] : []
    case .approve(let options): options.takeOver ? options.tasks : []
    default: []
    }
  }

  /// `carrel ls --attention --format`: for prompts and status lines, which must never wait or be disturbed: a service that does not answer is none.
  private func attention(_ format: AttentionFormat) async -> ExitCode {
    var starter = program.starter
    // Nothing is handed over: it only looks.
    starter.environment = [:]
    let (answers, answer) = AsyncStream<AttentionCount?>.makeStream()
    Task { [starter] in
      guard let client = try? await starter.connectOnly() else {
        answer.yield(nil)
        return
      }
      if case .attention(let count)? = try? await client.request(.attention) { answer.yield(count) } else { answer.yield(nil) }
      client.close()
    }
    Task {
      try? await pause(for: .milliseconds(800))
      answer.yield(nil)
    }
    var first = answers.makeAsyncIterator()
    let count = await first.next() ?? nil
    if let count, let line = AttentionText.line(count, format) { output.raw(line) }
    return .done
  }

  /// What is said about the pull request, its body read.
  private func request(_ options: PublishOptions) throws(ClientError) -> RequestWish? {
    var wish = options.request
    if let file = options.bodyFile {
      if file == "-" {
        wish.body = String(decoding: StandardInput.read(limit: 1 << 20), as: UTF8.self)
      } else {
        do { wish.body = String(decoding: try Files.read(file, limit: 1 << 20), as: UTF8.self) } catch {
          throw .refused(Refusal(.usage, "Reading the body \(PlainText.line(file)): it cannot be read; check its name."))
        }
      }
    }
    return wish == RequestWish() ? nil : wish
  }

  private func text(_ source: TextSource) -> String {
    switch source {
    case .text(let text): text
    case .standardInput: String(decoding: StandardInput.read(limit: 4 << 20), as: UTF8.self)
    }
  }

  private func answer(_ options: AnswerOptions) -> AgentAnswer {
    switch options.verdict {
    case .allow: .allow
    case .always: .always
    case .deny: .deny(options.text ?? "The operator said no.")
    case nil: .answers(["": options.text ?? ""])
    }
  }

  /// Discarding names what would be lost and asks; without a terminal it needs `--yes`, since the morgue keeps the work either way.
  private func discard(_ ids: [TaskID], _ yes: Bool, _ commands: Commands) async throws(ClientError) -> ExitCode {
    let output = output
    return try await commands.each(ids) { (id) throws(ClientError) in
      if !yes, output.canAsk {
        guard case .task(let task) = try await commands.client.request(.task(id)) else { throw .disconnected }
        let lost = task.diff.map { $0.isEmpty ? "no change" : "\($0.fileWords), +\($0.insertions) -\($0.deletions)" } ?? "no change yet"
        let question = "Discard \(id) \(PlainText.line(task.ticket.title))? It has \(lost); the morgue keeps it."
        guard output.confirm(question) else { throw .refused(Refusal(.refused, "\(id) was not discarded.")) }
      }
      _ = try await commands.client.request(.discard(id))
    }
  }

  /// The same for all other attempts at the tickets of these tasks.
  private func discardOthers(_ ids: [TaskID], _ yes: Bool, _ commands: Commands) async throws(ClientError) -> ExitCode {
    let output = output
    return try await commands.each(ids) { (id) throws(ClientError) in
      if !yes, output.canAsk {
        guard case .tasks(let tasks) = try await commands.client.request(.tasks), let task = tasks.first(where: { $0.id == id }) else {
          throw .disconnected
        }
        let others = Comparison(of: task, among: tasks).others(than: id).map(\.id.description).joined(separator: " ")
        guard output.confirm("Discard the other attempts (\(others.isEmpty ? "none" : others))? The morgue keeps their work.") else {
          throw .refused(Refusal(.refused, "Nothing was discarded."))
        }
      }
      try await commands.discardOthers(id)
    }
  }

  private func service(_ command: ServiceCommand) async throws(ClientError) -> ExitCode {
    switch command {
    case .start:
      if program.settings() == nil { return .configuration }
      try await VersionOffer(program: program).connect().close()
      if let warning = LogoutRule().warning { output.note("carrel: \(warning)") }
      return .done
    case .stop: return try await ServiceStop(program: program).run()
    case .status:
      let client = try await program.starter.connectOnly()
      defer { client.close() }
      guard case .status(let status) = try await client.request(.status) else { throw .disconnected }
      output.line("carrel \(status.version), process \(status.pid), since \(status.started), \(status.clients) clients")
      for (phase, count) in status.phases.sorted(by: { $0.key < $1.key }) { output.line("\(count) \(phase)") }
      return .done
    case .logs:
      let text = (try? Files.readText(program.paths.log, limit: 64 << 20)) ?? ""
      output.raw(output.isTerminal ? PlainText.block(text) : text)
      return .done
    case .run: return .done
    }
  }

  private func words(_ kind: CompletionKind) async throws(ClientError) -> ExitCode {
    guard kind == .tasks, let client = try? await program.starter.connectOnly() else { return .done }
    defer { client.close() }
    guard case .tasks(let tasks) = try await client.request(.tasks) else { return .done }
    for task in tasks { output.line(task.id.description) }
    return .done
  }
}
