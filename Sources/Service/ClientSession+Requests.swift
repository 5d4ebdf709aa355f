import Model
import Platform
import Supervision
import Wire

/// What each request does.
extension ClientSession {
  func perform(_ request: Request) async throws(SupervisionError) -> Reply {
    let supervisor = service.supervisor
    if let held = request.heldTask { try await service.require(held, of: author, client: id) }
    if let attempt = request.othersOf {
      for other in (try? await supervisor.others(attempt)) ?? [] { try await service.require(other, of: author, client: id) }
    }
    switch request {
    case .hello: return .hello(hello: service)
    case .credentials(let values):
      await supervisor.takeCredentials(values)
      return .done
    case .tasks: return .tasks(await supervisor.liveTasks)
    case .allTasks: return .tasks(await supervisor.tasks)
    case .search(let text, let limit, let offset):
      return .found(try await supervisor.search(text, limit: limit, offset: offset))
    case .statistics: return .statistics(try await supervisor.statistics())
    case .timeline(let id): return .timeline(try await supervisor.timeline(id))
    case .evidence(let id): return .evidence(try await supervisor.evidence(id))
    case .task(let id): return .task(try await supervisor.task(id))
    case .read(let text, var enqueue):
      let reading = service.parts.readList(text)
      enqueue.drafts = reading.drafts
      let (drafts, remarks) = await supervisor.preview(Intake(enqueue))
      return .preview(drafts, remarks: reading.remarks + remarks)
    case .preview(let enqueue):
      let (drafts, remarks) = await supervisor.preview(Intake(enqueue))
      return .preview(drafts, remarks: remarks)
    case .issues(let question): return .issues(try await supervisor.issues(question))
    case .fetchIssues(let names, let repository, let directory):
      return .fetched(await supervisor.fetchIssues(names, repository: repository, directory: directory))
    case .importIssues(let request):
      return .imported(try await supervisor.importIssues(ImportOrder(request, author: author)) { [self] in tellUnattached($0) })
    case .enqueue(let enqueue): return .enqueued(try await supervisor.enqueue(Intake(enqueue)).map(\.listed))
    case .brief(let enqueue, let row): return .text(try await supervisor.briefPreview(Intake(enqueue), row: row))
    case .transcript(let id, let after, let before, let limit):
      let (entries, more) = try await supervisor.transcript(id, after: after, before: before, limit: limit)
      return .transcript(entries, more: more)
    case .diff(let id): return .diff(try await supervisor.diffAtHand(id))
    case .diffNow(let id): return .diff(try await supervisor.diff(id))
    case .diffText(let id, let tree, let paths, let context, let ignoreWhitespace):
      return .diffText(
        try await supervisor.diffText(
          id, tree: tree, paths: paths, context: context, ignoreWhitespace: ignoreWhitespace, of: author))
    case .takeOut(let id, let wish): return .text(try await supervisor.takeOut(id, wish, author: author))
    case .review(let id): return .review(try await supervisor.review(id, of: author))
    case .seenHunks(let id, let tree): return .seenHunks(try await supervisor.seenHunks(id, tree: tree, of: author))
    case .blame(let id, let path, let tree): return .blame(try await supervisor.blame(id, path: path, tree: tree))
    case .hosts(let id): return .hosts(try await supervisor.hosts(id))
    case .diffScope(let id, let scope): return .diff(try await supervisor.diff(id, scope: scope))
    case .diffTextBetween(let id, let from, let to, let paths, let context, let ignoreWhitespace):
      return .diffText(
        try await supervisor.diffText(id, from: from, to: to, paths: paths, context: context, ignoreWhitespace: ignoreWhitespace))
    case .checkpoints(let id): return .checkpoints(try await supervisor.task(id).checkpoints)
    case .rewind(let id, let checkpoint, let author):
      return .text(try await supervisor.rewind(id, to: checkpoint, author: name(author)))
    case .outbox: return .outbox(await supervisor.outboxEntries())
    case .outboxText(let id): return .text(try await supervisor.outboxText(id))
    case .conflicts(let question): return .conflicts(try await supervisor.conflicts(question))
    case .rebase(let id, let author): return .text(try await supervisor.rebase(id, author: name(author)))
    case .rules: return .rules(await supervisor.rules)
    case .briefs(let id, let addition, let waiting):
      return .briefs(try await supervisor.briefs(id, addition: addition, waiting: waiting))
    case .viewing(let task, let place):
      await service.looks(client: self.id, author: author, at: task, place ?? ViewPlace())
      return .done
    case .refreshRequests(let ids): return .text(try await supervisor.refresh(ids))
    case .lease(let id, let act): return .text(try await service.lease(id, act, client: self.id, author: author))
    case .attention: return .attention(await supervisor.sum { AttentionCount($0) })
    case .shell(let id, let command): return .command(try await service.parts.shell(try await supervisor.task(id), command))
    case .openInterface(let id, let author): return .text(try await supervisor.openOwnInterface(id, author: name(author)))
    case .engines: return .engines(await service.parts.engineStatuses())
    case .models(let engine): return .models(await service.parts.engineModels(engine))
    case .forges(let check): return .forges(await service.parts.forges(check))
    case .doctor(let fix): return .findings(await service.parts.findings(fix == true))
    case .status: return .status(await service.status())
    case .shutdown:
      Task { await service.end("asked by \(author)") }
      return .done
    default: return try await change(request)
    }
  }

  /// Sends the facts, and from then on every notice: nothing can happen in between.
  func attach(_ message: Int) async {
    let queue = await service.supervisor.queueStatus()
    let seen = await service.seen(by: author)
    let (id, connection, service) = (id, connection, service)
    let parts = service.parts
    let outbox = await service.supervisor.outboxEntries()
    await service.supervisor.attach { tasks in
      var snapshot = Snapshot(tasks: tasks, queue: queue, seq: 0, engines: parts.engines, sandbox: parts.sandbox, seen: seen)
      snapshot.outbox = outbox
      _ = connection.send(service.line(.reply(id: message, .attached(snapshot))))
      service.hub.add(id, connection)
    }
  }

  /// Tells this client alone, when it does not hear what all are told.
  private nonisolated func tellUnattached(_ notice: SupervisionNotice) {
    guard case .message(let level, let text) = notice, !service.hub.has(id) else { return }
    _ = connection.send(service.line(.notice(.message(level, text))))
  }

  private func change(_ request: Request) async throws(SupervisionError) -> Reply {
    let supervisor = service.supervisor
    switch request {
    case .send(let id, let text, let author): try await supervisor.send(id, text: text, author: name(author))
    case .answer(let id, let request, let answer, let author):
      try await supervisor.answer(id, request: request, answer: answer, author: name(author))
    case .readRequest(let id): try await supervisor.readRequest(id)
    case .sendReviews(let id, let order, let author):
      return .text(try await supervisor.sendReviews(id, order, author: name(author)))
    case .release(let id, let looked): return .text(try await supervisor.release(id, looked: looked, author: author))
    case .tick(let id, let ticks): try await supervisor.tick(id, ticks)
    case .keepReview(let id, let review): try await supervisor.keep(review, of: author, id)
    case .approve(let id, let options):
      let usual = await supervisor.usualKind(of: id)
      var approval = TaskRunner.Approval(
        kind: options.kind ?? usual, branch: options.branch, message: options.message, tree: options.tree,
        unseen: options.unseen,
        dryRun: options.dryRun, ticks: options.ticks ?? [:], author: author)
      approval.without = options.without ?? []
      approval.with = options.with ?? []
      approval.only = options.only ?? []
      approval.seal = options.seal
      approval.request = options.request ?? RequestWish()
      let line = try await supervisor.approve(id, approval)
      return .text(options.discardOthers ? line + (await others(id, options)) : line)
    case .outboxRetry(let ids): return .text(try await supervisor.retryOutbox(ids))
    case .outboxDrop(let id): return .text(try await supervisor.dropOutbox(id, author: author))
    case .discard(let id): try await supervisor.discard(id, author: author)
    case .discardOthers(let id):
      return .text(try await supervisor.discardOthers(id, author: author).map(\.description).joined(separator: "\n"))
    case .retry(let id, let change):
      try await supervisor.retry(id, change)
    case .stop(let id): try await supervisor.stop(id, author: author)
    case .interrupt(let id): try await supervisor.interrupt(id)
    case .undelete(let id): try await supervisor.undelete(id)
    case .clean: return .text(await supervisor.clean().map(\.description).joined(separator: "\n"))
    case .compact(let id): try await supervisor.compact(id)
    case .setModel(let id, let model): try await supervisor.setModel(id, model)
    case .setPriority(let id, let priority): try await supervisor.setPriority(id, priority)
    case .queue(let paused): if let paused { try await supervisor.setPaused(paused) } else { return .status(await service.status()) }
    case .allowHosts(let id, let rules, let scope, let forget):
      return .text(try await supervisor.allow(id, rules, scope, forget: forget, author: author))
    case .answerMany(let id, let request, let answer, let scope, let term, let author):
      return .text(
        try await supervisor.answer(
          id, request: request, answer: answer, scope: scope, term: term, author: name(author),
          except: await service.held(against: self.author)))
    case .revokeRules(let ids): return .rules(try await supervisor.revoke(ids, author: author))
    case .restoreRule(let id): return .rules(try await supervisor.restore(id))
    case .letGo(let id): return .text(try await supervisor.letGo(id, author: author))
    case .takeIssue(let id, let author): return .text(try await supervisor.takeIssue(id, author: name(author)))
    case .setBriefs(let ids, let addition): return .text(try await supervisor.setBriefs(ids, addition: addition, author: author))
    case .freeze(let frozen): try await supervisor.setFrozen(frozen)
    case .confirmUnsandboxed(let id): try await supervisor.confirmUnsandboxed(id, author: author)
    default: throw SupervisionError(.usage, "This service does not know that request.")
    }
    return .done
  }

  /// Discards the other attempts after an approval; a line for each.
  private func others(_ id: TaskID, _ options: ApproveOptions) async -> String {
    let supervisor = service.supervisor
    do throws(SupervisionError) {
      if options.dryRun { return try await supervisor.others(id).map { "\n\($0): would be discarded" }.joined() }
      guard try await supervisor.task(id).phase == .done else {
        return "\n\(id)\tthe other attempts stay: it is not published yet; `carrel discard --others \(id)` ends them then"
      }
      let discarded = try await supervisor.discardOthers(id, author: author).map { "\n\($0)\tdiscarded" }
      return (discarded + (try await supervisor.rivalsInOutbox(of: id)).map { "\n" + $0 }).joined()
    } catch {
      return "\n\(error.text)"
    }
  }

  private func name(_ given: String) -> String { given.isEmpty ? author : given }
}

extension ImportOrder {
  /// The wire's request for the supervisor.
  init(_ request: ImportRequest, author: String) {
    self.init(
      question: request.question, intake: Intake(request.enqueue), limit: request.limit, isRehearsal: request.isRehearsal,
      updates: request.updates, author: author)
  }
}

extension Intake {
  /// The wire's request for the supervisor.
  init(_ request: EnqueueRequest) {
    self.init(drafts: request.drafts, directory: request.directory)
    repository = request.repository
    base = request.base
    engine = request.engine
    engines = request.engines ?? []
    bestOf = request.bestOf
    chain = request.chain
    steps = request.steps ?? []
    model = request.model
    mode = request.mode
    effort = request.effort
    priority = request.priority
    after = request.after
    budgetUSD = request.budgetUSD
    maxTurns = request.maxTurns
    maxTokens = request.maxTokens
    fallback = request.fallback
    timeoutSeconds = request.timeoutSeconds
    allowedHosts = request.allowedHosts ?? []
    canaries = request.canaries
    goesByItself = request.goesByItself ?? false
    again = request.again
  }
}
