package import Arguments
internal import JSON
package import Model
package import Wire

/// The commands that talk to the service: each asks, prints, and says how it went. Exit codes are CONTRACT.md's.
package struct Commands: Sendable {
  /// The connection.
  package let client: ServiceClient
  /// Where it prints.
  package let output: CommandOutput
  /// The operator's name.
  package let author: String
  /// The moment, for ages.
  package let now: @Sendable () -> Timestamp

  /// Commands over a connection.
  package init(client: ServiceClient, output: CommandOutput, author: String, now: @escaping @Sendable () -> Timestamp) {
    self.client = client
    self.output = output
    self.author = author
    self.now = now
  }

  /// `carrel ls`.
  /// - Parameter all: also the tasks of the archive; they are read too when states are asked for in which tasks leave for it.
  package func list(states: [TaskPhase], attentionOnly: Bool, all: Bool = false, json: Bool) async throws(ClientError) -> ExitCode {
    var tasks = try await self.tasks(all: all || states.contains(where: \.isCompletion))
    if !states.isEmpty { tasks = tasks.filter { states.contains($0.phase) } }
    if attentionOnly { tasks = tasks.filter { $0.attention != nil } }
    if json {
      output.line(TaskJSON.list(tasks).serialized(pretty: true))
    } else {
      for line in TaskTable.lines(tasks, now: now()) { output.line(line) }
    }
    return .done
  }

  /// `carrel show`.
  package func show(_ id: TaskID, json: Bool) async throws(ClientError) -> ExitCode {
    guard case .task(let task) = try await client.request(.task(id)) else { throw .disconnected }
    if json {
      output.line(TaskJSON.full(task).serialized(pretty: true))
    } else {
      for line in TaskText.lines(task, now: now()) { output.line(line) }
      // What a person reads here needs nobody's attention any more.
      if output.isTerminal, task.attention?.kind == .pullRequest { _ = try await client.request(.readRequest(id)) }
    }
    return .done
  }

  /// `carrel compare`.
  package func compare(_ id: TaskID, json: Bool) async throws(ClientError) -> ExitCode {
    guard case .task(let task) = try await client.request(.task(id)) else { throw .disconnected }
    guard task.group != nil else {
      throw .refused(Refusal(.refused, "\(id) is the only attempt at its ticket; `carrel add --best-of N` makes several."))
    }
    var whole: [TaskRecord] = []
    for member in Comparison(of: task, among: try await tasks(all: true)).tasks {
      guard case .task(let task) = try await client.request(.task(member.id)) else { throw .disconnected }
      whole.append(task)
    }
    let comparison = Comparison(of: task, among: whole)
    if json {
      output.line(ComparisonText.json(comparison, now: now()).serialized(pretty: true))
    } else {
      for line in ComparisonText.lines(comparison, now: now()) { output.line(line) }
    }
    return .done
  }

  /// `carrel discard --others`: the ids of the discarded attempts, a line each.
  package func discardOthers(_ id: TaskID) async throws(ClientError) {
    guard case .text(let discarded) = try await client.request(.discardOthers(id)) else { throw .disconnected }
    if !discarded.isEmpty { output.line(discarded) }
  }

  /// `carrel diff`.
  /// - Parameter turn: only what this turn did; nil: the whole change.
  package func diff(_ id: TaskID, style: DiffStyle, paths: [String], turn: String? = nil) async throws(ClientError) -> ExitCode {
    let question = turn.map { Request.diffScope(id, .turn($0)) } ?? .diffNow(id)
    guard case .diff(let listing) = try await client.request(question) else { throw .disconnected }
    let chosen = listing.files.filter { file in paths.isEmpty || paths.contains { file.path == $0 || file.path.hasPrefix($0 + "/") } }
    guard case .task(let task) = try await client.request(.task(id)) else { throw .disconnected }
    switch style {
    case .json:
      output.line(TaskJSON.listing(listing, of: task).serialized(pretty: true))
    case .names: for file in chosen { output.line(PlainText.line(file.path)) }
    case .stat:
      for file in chosen {
        let words = file.marks.map(\.rawValue) + file.sensitivities.map { "\($0.kind.rawValue)\($0.needsTick ? "!" : "")" }
        let marks = words.isEmpty ? "" : "  (" + words.joined(separator: ", ") + ")"
        let out = Self.outWords(file, task).map { "  [\($0)]" } ?? ""
        output.line("\(file.status.rawValue) \(PlainText.line(file.path))  +\(file.insertions) -\(file.deletions)\(marks)\(out)")
      }
      output.line(
        "\(listing.summary.fileWords), +\(listing.summary.insertions) -\(listing.summary.deletions), tree \(listing.summary.tree)")
    case .text:
      let tree = listing.summary.tree
      let request =
        turn == nil
        ? Request.diffText(id, tree: tree, paths: paths, context: 3, ignoreWhitespace: false)
        : .diffTextBetween(id, from: listing.base, to: tree, paths: paths, context: 3, ignoreWhitespace: false)
      guard case .diffText(let text) = try await client.request(request) else { throw .disconnected }
      output.raw(output.isTerminal ? PlainText.diff(text) : text)
      if output.isTerminal {
        for file in chosen where file.needsTick { output.note("look twice: \(Self.words(file))") }
        for file in chosen {
          if let words = Self.outWords(file, task) { output.note("\(words), not published: \(PlainText.line(file.path))") }
        }
      }
    }
    return .done
  }

  /// What of a file is taken out of what is published; nil: nothing.
  static func outWords(_ file: DiffFile, _ task: TaskRecord) -> String? {
    guard let out = task.out[file.path], out.stamp == file.stamp else { return nil }
    return out.isWhole ? "taken out" : "\(out.hunks == 1 ? "1 hunk" : "\(out.hunks) hunks") taken out"
  }

  /// How `carrel diff` prints.
  package enum DiffStyle: Hashable, Sendable { case text, stat, names, json }

  /// `carrel send`.
  package func send(_ id: TaskID, text: String) async throws(ClientError) -> ExitCode {
    _ = try await client.request(.send(id, text: text, author: author))
    return .done
  }

  /// `carrel answer`.
  package func answer(
    _ id: TaskID, request: String?, answer: AgentAnswer, scope: AnswerScope = .one, term: RuleTerm = .work
  ) async throws(ClientError) -> ExitCode {
    var answer = answer
    if case .answers(let answers) = answer, let text = answers[""] { answer = try await answerInText(id, request, text) }
    guard scope == .one else {
      let many = Request.answerMany(id, request: request, answer: answer, scope: scope, term: term, author: author)
      guard case .text(let text) = try await client.request(many) else { throw .disconnected }
      output.line(PlainText.line(text))
      return .done
    }
    _ = try await client.request(.answer(id, request: request, answer: answer, author: author))
    return .done
  }

  /// A free text belongs to the first question of the request; to a permission or plan it is a no with that reason; a turn that was cut goes on with it.
  private func answerInText(_ id: TaskID, _ request: String?, _ text: String) async throws(ClientError) -> AgentAnswer {
    guard case .task(let task) = try await client.request(.task(id)) else { throw .disconnected }
    if task.attention?.kind == .interrupted || task.attention?.kind == .usageLimit { return .answers(["": text]) }
    guard let open = task.requests.first(where: { request == nil || $0.id == request }) else { return .answers(["": text]) }
    switch open.kind {
    case .questions(let questions): return .answers(Dictionary(questions.map { ($0.text, text) }, uniquingKeysWith: { first, _ in first }))
    case .permission, .plan: return .deny(text)
    }
  }

  /// `carrel approve`. A tree that was never shown is asked about on a terminal, and refused without one; so are sensitive files without a tick.
  package func approve(_ ids: [TaskID], _ options: ApproveOptions, yes: Bool, ticking: Ticking = .paths([])) async throws(ClientError)
    -> ExitCode
  {
    try await each(ids) { (id) throws(ClientError) in
      var options = options
      guard case .task(let task) = try await client.request(.task(id)) else { throw .disconnected }
      if options.tree == nil, task.shownTree == nil || task.shownTree != task.diff?.tree, options.kind != Publication.Kind.none {
        if yes {
          options.unseen = true
        } else if output.canAsk, let diff = task.diff {
          let question =
            "\(id) was not looked at: publish \(diff.fileWords), +\(diff.insertions) -\(diff.deletions), tree \(diff.tree.prefix(12))?"
          guard output.confirm(question) else { throw .refused(Refusal(.refused, "\(id) was not published.")) }
          options.tree = diff.tree
        }
      }
      if options.kind != Publication.Kind.none { options.ticks = try await stamps(task, ticking) }
      do throws(ClientError) {
        guard case .text(let line) = try await client.request(.approve(id, options)) else { throw .disconnected }
        output.line(line)
      } catch {
        if case .refused(let refusal) = error, refusal.kind == .refused, task.diff?.sensitive != 0, task.phase == .review {
          try await sayUnticked(id, options.ticks)
        }
        throw error
      }
    }
  }

  /// One request for each of several tasks; what fails is said, the rest is done.
  package func each(_ ids: [TaskID], _ act: (TaskID) async throws(ClientError) -> Void) async throws(ClientError) -> ExitCode {
    var worst = ExitCode.done
    for id in ids {
      do throws(ClientError) { try await act(id) } catch {
        guard case .refused(let refusal) = error else { throw error }
        output.note("carrel: \(PlainText.line(refusal.text))")
        worst = ExitCode(refusal)
      }
    }
    return worst
  }

  /// `carrel stop`, `discard`, `retry` and the like: a request that has nothing to print.
  package func change(_ ids: [TaskID], _ request: (TaskID) -> Request) async throws(ClientError) -> ExitCode {
    try await each(ids) { (id) throws(ClientError) in _ = try await client.request(request(id)) }
  }

  /// `carrel clean`.
  package func clean() async throws(ClientError) -> ExitCode {
    guard case .text(let cleaned) = try await client.request(.clean) else { throw .disconnected }
    if !cleaned.isEmpty { output.line(cleaned) }
    return .done
  }

  /// `carrel queue freeze` and `thaw`.
  package func freeze(_ frozen: Bool) async throws(ClientError) -> ExitCode {
    _ = try await client.request(.freeze(frozen))
    return .done
  }

  /// `carrel queue`.
  package func queue(paused: Bool?) async throws(ClientError) -> ExitCode {
    if let paused {
      _ = try await client.request(.queue(paused: paused))
      return .done
    }
    guard case .status(let status) = try await client.request(.status) else { throw .disconnected }
    let because = status.queue.frozenBecause.map { " (\(PlainText.line($0)))" } ?? ""
    output.line(status.queue.frozen ? "frozen\(because)" : status.queue.paused ? "paused" : "running")
    output.line("at most \(status.queue.maxRunning) run, \(status.queue.live) of \(status.queue.maxLive) agents live")
    if let host = status.queue.host { output.line(PlainText.line(host)) }
    if let trouble = status.queue.trouble { output.line("trouble: \(PlainText.line(trouble))") }
    return .done
  }

  /// `carrel engines`.
  package func engines(json: Bool) async throws(ClientError) -> ExitCode {
    guard case .engines(let engines) = try await client.request(.engines) else { throw .disconnected }
    if json {
      output.line(EngineText.json(engines).serialized(pretty: true))
    } else {
      for engine in engines where engine.path != nil { for line in EngineText.lines(engine) { output.line(line) } }
      let missing = engines.filter { $0.path == nil }
      if !missing.isEmpty { output.line("not installed (`carrel engines install NAME`):") }
      let width = missing.map(\.name.count).max() ?? 0
      for engine in missing {
        let name = engine.name + String(repeating: " ", count: width - engine.name.count)
        let needs = engine.variables.keys.sorted().joined(separator: ", ")
        output.line("  \(name)  \(PlainText.line(engine.installHint))" + (needs.isEmpty ? "" : "; reads \(needs)"))
      }
    }
    return .done
  }

  /// `carrel models`: what an engine or its provider offers; 1 when an engine that was named could not be asked.
  package func models(engine: String?, json: Bool) async throws(ClientError) -> ExitCode {
    guard case .models(let models) = try await client.request(.models(engine: engine)) else { throw .disconnected }
    if models.isEmpty, let engine {
      throw .refused(Refusal(.usage, "There is no engine named \"\(PlainText.line(engine))\"; `carrel engines` lists them."))
    }
    if json {
      output.line(EngineText.json(models).serialized(pretty: true))
    } else {
      for entry in models { for line in EngineText.lines(entry) { output.line(line) } }
    }
    return engine != nil && models.contains { $0.problem != nil } ? .failed : .done
  }

  /// `carrel forges`: 1 when one that was asked could not be spoken to.
  package func forges(check: Bool, json: Bool) async throws(ClientError) -> ExitCode {
    guard case .forges(let found) = try await client.request(.forges(check: check)) else { throw .disconnected }
    if json {
      output.line(ForgeText.json(found).serialized(pretty: true))
    } else {
      for line in ForgeText.lines(found) { output.line(line) }
    }
    return found.forges.contains { $0.problem != nil } ? .failed : .done
  }

  /// `carrel doctor` of a running service: 1 when something is wrong.
  package func doctor(json: Bool, fix: Bool) async throws(ClientError) -> ExitCode {
    guard case .findings(let findings) = try await client.request(.doctor(fix: fix)) else { throw .disconnected }
    return FindingText.tell(findings, json: json, to: output)
  }

  /// The tasks of the live list, or all.
  func tasks(all: Bool = false) async throws(ClientError) -> [TaskRecord] {
    guard case .tasks(let tasks) = try await client.request(all ? .allTasks : .tasks) else { throw .disconnected }
    return tasks
  }
}
