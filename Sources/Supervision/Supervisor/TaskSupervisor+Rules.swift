package import Model
import Storage

/// One answer to many: those that ask the same now, and by a rule those that will.
extension TaskSupervisor {
  /// The rules, oldest first, those that ended not long ago among them.
  package var rules: [AnswerRule] { standing.book.rules }

  /// Answers a request, and by the scope all that ask the same.
  /// - Parameters:
  ///   - request: nil: the only open one.
  ///   - term: how long the rule holds, for the scope of a repository.
  ///   - held: tasks that other operators hold, which are passed over.
  /// - Returns: a line that says who was answered.
  /// - Throws: `SupervisionError(.refused)` when the request cannot be told from others, or was answered meanwhile.
  package func answer(
    _ id: TaskID, request: String?, answer given: AgentAnswer, scope: AnswerScope, term: RuleTerm, author: String,
    except held: Set<TaskID> = []
  ) async throws(SupervisionError) -> String {
    if scope == .one {
      try await answer(id, request: request, answer: given, author: author)
      return "\(id) is answered"
    }
    let record = try task(id)
    let open = request.map { name in record.requests.first { $0.id == name } } ?? (record.requests.count == 1 ? record.requests.first : nil)
    guard record.phase == .waiting, let open else {
      throw SupervisionError(.refused, "\(id) does not ask that (any more), or asks several things: say which with --request.")
    }
    guard let asked = record.fingerprint(of: open) else {
      throw SupervisionError(
        .refused,
        "\(id): this request cannot be told from others for certain (a plan, a question of Carrel's own, a secret in it, or an engine that does not tell its input whole); answer it alone."
      )
    }
    // The engine's own memory belongs to one session; a rule does the same for all.
    let answer = given == .always ? .allow : given
    let rule = scope == .repository ? try await keepRule(asked, record, open.title, answer, author, term) : nil
    return try await answerAll(asked, answer, first: (id, open.id), rule: rule, author: author, except: held)
  }

  /// Answers all that ask this now, the given one first; with a rule those of its repository.
  private func answerAll(
    _ asked: RequestFingerprint, _ answer: AgentAnswer, first: (task: TaskID, request: String), rule: AnswerRule?, author: String,
    except held: Set<TaskID>
  ) async throws(SupervisionError) -> String {
    let others = records.values.filter { !held.contains($0.id) && (rule == nil || $0.repository.source == rule?.repository) }.sorted {
      $0.id < $1.id
    }
    .flatMap { record in record.requests(asking: asked).map { (record.id, $0.id) } }.filter {
      $0.0 != first.task || $0.1 != first.request
    }
    let count = Set(others.map(\.0) + [first.task]).count
    let by = rule?.signature ?? (count > 1 ? "\(author), once for \(count) tasks" : author)
    try await runner(first.task).handle(.answered(request: first.request, answer: answer, author: by))
    if let rule { standing.change { $0.count(rule.id) } }
    var answered = [first.task]
    for (task, request) in others {
      do throws(SupervisionError) {
        try await runner(task).handle(.answered(request: request, answer: answer, author: by))
        if let rule { standing.change { $0.count(rule.id) } }
        if !answered.contains(task) { answered.append(task) }
      } catch {
        // Answered or withdrawn in this moment.
        if error.kind == .failed { throw error }
      }
    }
    let words = rule.map { " by \($0.signature)" } ?? ""
    return "\(answered.count) \(answered.count == 1 ? "task is" : "tasks are") answered\(words): \(Self.names(answered))"
  }

  private func keepRule(
    _ asked: RequestFingerprint, _ record: TaskRecord, _ title: String, _ answer: AgentAnswer, _ author: String, _ term: RuleTerm
  ) async throws(SupervisionError) -> AnswerRule {
    let now = desk.now()
    guard standing.book.inForce(at: now).count < RuleBook.mostInForce else {
      throw SupervisionError(.refused, "\(RuleBook.mostInForce) rules hold already; `carrel rules revoke ID` ends some.")
    }
    let short = String(title.prefix(500))
    return try await changeRules { book in
      book.add(asked: asked, in: record.repository.source, title: short, answer: answer, author: author, term: term, at: now)
    }
  }

  /// Ends rules at once.
  /// - Throws: `SupervisionError(.refused)` when one does not hold; then none is ended.
  package func revoke(_ ids: [RuleID], author: String) async throws(SupervisionError) -> [AnswerRule] {
    let now = desk.now()
    for id in ids where standing.book.rules.first(where: { $0.id == id })?.holds(at: now) != true {
      throw SupervisionError(.refused, "There is no rule \(id) that holds; `carrel rules` lists them.")
    }
    try await changeRules { book in for id in ids { _ = book.revoke(id, by: author, at: now) } }
    return rules
  }

  /// Takes back that a rule was ended.
  package func restore(_ id: RuleID) async throws(SupervisionError) -> [AnswerRule] {
    let now = desk.now()
    guard try await changeRules({ $0.restore(id, at: now) }) else {
      throw SupervisionError(.refused, "\(id) cannot be brought back: it holds, another has its place, or its time is over.")
    }
    return rules
  }

  // MARK: Keeping them

  /// Reads what an earlier service kept.
  func readRules() async throws(StorageError) {
    standing.set(try await desk.log.rules())
    let now = desk.now()
    for repository in Set(rules.filter { $0.term == .work && $0.ended == nil }.map(\.repository)) where !isWork(on: repository) {
      standing.change { _ = $0.endWork(on: repository, at: now) }
    }
  }

  /// Changes the rules: kept first, then in force.
  @discardableResult
  private func changeRules<Value: Sendable>(_ change: @Sendable (inout RuleBook) -> Value) async throws(SupervisionError) -> Value {
    if !rulesGate.take() { await withCheckedContinuation { rulesGate.wait($0) } }
    defer { rulesGate.release()?.resume() }
    var next = standing.book
    let value = change(&next)
    do throws(StorageError) { try await desk.log.setRules(next) } catch { throw SupervisionError(.failed, error.text) }
    // What was counted meanwhile is not lost.
    standing.change { _ = change(&$0) }
    return value
  }

  /// Called when a task is no longer as it was: rules for the work on a repository end with it, answers are counted.
  func rulesMayEnd(_ record: TaskRecord, _ old: TaskRecord?, _ entries: [TranscriptEntry]) {
    guard !isShuttingDown else { return }
    let repository = record.repository.source
    let isOver =
      old?.phase != record.phase && !Self.isWork(record.phase)
      && rules.contains { $0.repository == repository && $0.term == .work && $0.ended == nil } && !isWork(on: repository)
    let isUsed = entries.contains {
      if case .answered(_, _, let author) = $0.event { return author.hasPrefix(AnswerRule.signatureStart) }
      return false
    }
    if record.phase == .waiting, old?.requests != record.requests { answerLateComers(record) }
    guard isOver || isUsed else { return }
    let now = desk.now()
    Task {
      do throws(SupervisionError) {
        try await changeRules { book in if isOver { _ = book.endWork(on: repository, at: now) } }
      } catch {
        announce(.message(.warning, error.text))
      }
    }
  }

  /// Answers what was asked in the very moment in which its rule was made.
  private func answerLateComers(_ record: TaskRecord) {
    let now = desk.now()
    for request in record.requests {
      guard let rule = standing.answer(to: request, of: record, at: now) else { continue }
      // In a task of its own: the runner that reports this is not free yet.
      Task {
        await self.runner(for: record).handleQuietly(.answered(request: request.id, answer: rule.answer, author: rule.signature))
      }
    }
  }

  private func isWork(on repository: String) -> Bool {
    records.values.contains { $0.repository.source == repository && Self.isWork($0.phase) }
  }

  /// Whether a task in this phase is work that goes on.
  private static func isWork(_ phase: TaskPhase) -> Bool {
    switch phase {
    case .queued, .preparing, .running, .waiting: true
    case .review, .publishing, .done, .failed, .stopped, .discarded: false
    }
  }
}
