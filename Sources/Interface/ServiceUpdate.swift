internal import Model
internal import Screen
internal import Wire

/// What the service says: facts come only from here.
enum ServiceUpdate {
  static func connected(_ snapshot: Snapshot, _ state: inout InterfaceState) -> [Effect] {
    state.connection = .attached
    state.tasks = Dictionary(snapshot.tasks.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    state.tally = TaskTally(state.tasks.values)
    state.queue = snapshot.queue
    state.outbox = Dictionary((snapshot.outbox ?? []).map { ($0.task, $0) }, uniquingKeysWith: { $1 })
    state.engines = snapshot.engines
    state.sandbox = snapshot.sandbox
    // Replies to requests of the old connection never come; what the panes hold may have gaps.
    state.pending = [:]
    state.panes.removeAll()
    state.shown = nil
    state.sheetChecked = nil
    keepRequests(&state)
    state.requests.sent = []
    state.presence = Presence()
    state.toldPlace = nil
    if let seen = state.seen ?? (state.sinceMark == nil ? snapshot.seen : nil) {
      let since = SinceLeft(seen, tasks: state.tasks.values)
      // At the first attach the page comes by itself; after a cut line nobody is disturbed.
      if state.seen == nil, since.isNews, state.modals.isEmpty { state.modals.append(.page(PageState(.since(since)))) }
      state.sinceMark = seen
      state.sinceLeft = since.line
      state.seen = nil
    }
    return IntakeUpdate.read(&state)
  }

  static func disconnected(_ reason: String, _ state: inout InterfaceState) -> [Effect] {
    let lost = state.pending.values
    state.connection = .lost(reason)
    state.presence = Presence()
    state.note(.error, reason)
    state.seen = state.seen ?? state.seenMark
    state.pending = [:]
    state.requests.sent = []
    IntakeUpdate.disconnected(&state)
    for case .message(let id, let text) in lost { state.drafts[.message([id])] = text }
    let unsure = lost.contains {
      switch $0 {
      case .message, .answer, .plain: true
      default: false
      }
    }
    if unsure {
      state.say(
        .error, "The connection was lost before the service answered: look whether your last action was done. Messages are kept as drafts.")
    }
    return []
  }

  static func notice(_ notice: Notice, _ state: inout InterfaceState) -> [Effect] {
    switch notice {
    case .task(let task): return self.task(task, &state)
    case .entries(let entries):
      PaneUpdate.take(entries, &state)
      return []
    case .delta(let task, let messageID, let stream, let offset, let text):
      return PaneUpdate.take(delta: task, messageID: messageID, stream: stream, offset: offset, text: text, &state)
    case .queue(let queue):
      let trouble = state.queue?.trouble
      state.queue = queue
      if let text = queue.trouble, text != trouble { state.say(.error, text) }
      return []
    case .outbox(let id, let entry):
      OutboxPage.take(entry, of: id, &state)
      return []
    case .message(let level, let text):
      if level == .info { state.note(level, text) }
      state.say(level, text)
      return []
    case .presence(let presence): return PeopleUpdate.take(presence, &state)
    case .goodbye(let reason): return disconnected(reason, &state)
    }
  }

  private static func task(_ task: TaskRecord, _ state: inout InterfaceState) -> [Effect] {
    let old = state.tasks[task.id]
    state.put(task)
    let open = Set(task.requests.map(\.id))
    state.requests.keep { $0.task != task.id || open.contains($0.request) }
    var effects: [Effect] = []
    if task.id == state.shown, task.diff != old?.diff { effects += DiffPaneUpdate.measure(task.id, &state) }
    effects += ConflictsUpdate.changed(task, old, &state)
    if task.published?.request != old?.published?.request, PullPage.shows(task.id, state) { effects += PullUpdate.ask(task.id, &state) }
    // Once per transition, and only when nobody is looking.
    let isNew =
      task.attention != nil && (task.attention?.kind != old?.attention?.kind || task.attention?.request != old?.attention?.request)
    let isDone = task.phase == .done && old?.phase != .done
    if state.isAway, isNew || isDone {
      let words = task.attention.map { "\(task.id) \(TaskSign(task).word): \($0.text)" } ?? "\(task.id) done: \(task.ticket.title)"
      effects.append(.notify(UntrustedText.cleanLine(String(words.prefix(300)))))
    }
    return effects
  }

  private static func keepRequests(_ state: inout InterfaceState) {
    var open: Set<RequestName> = []
    for task in state.tasks.values where !task.requests.isEmpty {
      for request in task.requests { open.insert(RequestName(task: task.id, request: request.id)) }
    }
    state.requests.keep { open.contains($0) }
  }

  static func reply(_ id: Int, _ reply: Reply, _ state: inout InterfaceState) -> [Effect] {
    // A reply to a request that was given up (another connection) is nobody's.
    guard let purpose = state.pending.removeValue(forKey: id) else { return [] }
    if case .refused(let refusal) = reply { return refused(refusal.text, purpose, &state) }
    switch (purpose, reply) {
    case (.transcript(let task, let older), .transcript(let entries, let more)):
      return PaneUpdate.take(entries, more: more, of: task, older: older, &state)
    case (.diff(let task), .diff(let listing)): _ = state.panes.change(task) { $0.diff.apply(listing: listing) }
    case (.review(let task), .review(let review)): _ = state.panes.change(task) { $0.diff.apply(review: review) }
    case (.blame(let task, let path, let tree, let question), .blame(let blame)):
      _ = state.panes.change(task) { if $0.diff.listing?.summary.tree == tree { $0.diff.blames[path] = blame } }
      return BlameUpdate.answer(question, blame, task, &state)
    case (.diffScope(let task, let scope), .diff(let listing)):
      _ = state.panes.change(task) { if $0.diff.scope == scope { $0.diff.apply(listing: listing) } }
    case (.diffText(let task, let wanted), .diffText(let text)): _ = state.panes.change(task) { $0.diff.apply(text: text, for: wanted) }
    case (.sheet(let edition), .preview(let drafts, let remarks)): IntakeUpdate.take(drafts, remarks: remarks, edition: edition, &state)
    case (.issues(let edition), .issues(let listing)): IssuesUpdate.take(listing, edition: edition, &state)
    case (.fetch(let names), .fetched(let issues)): return IntakeUpdate.take(issues, asked: names, &state)
    case (.issueNow, .task(let task)): IssuesUpdate.show(changed: task, &state)
    case (.enqueue(let edition), .enqueued(let tasks)): IntakeUpdate.queued(tasks, edition: edition, &state)
    case (.brief, .text(let text)): state.modals.append(.page(PageState(.text(title: "Brief", text))))
    case (.rehearsal(let task, let kind), .text(let text)): ApproveDialog.rehearsed(text, task, kind, &state)
    case (.outboxText(let task), .text(let text)):
      state.modals.append(.page(PageState(.text(title: "\(task) in the outbox", text))))
    case (.engines, .engines(let engines)): state.engineStatus = engines
    case (.shell(let task), .command(let command)): return AttachUpdate.begin(task, name: "shell", .command(command), &state)
    case (.attach(let task, let engine), .text(let path)): return AttachUpdate.begin(task, name: engine, .socket(path), &state)
    case (.rules(let words), .rules(let rules)):
      state.rules = rules
      if !words.isEmpty { state.say(.info, words) }
    case (.briefs(_, let addition), .briefs(let changes)): BatchUpdate.show(changes, addition: addition, &state)
    case (.answer, .text(let text)): state.say(.info, text)
    case (.search(let text, let offset), .found(let page)): ArchiveUpdate.take(page, of: text, offset: offset, &state)
    case (.statistics, .statistics(let report)): state.statistics = report
    case (.timeline, .timeline(let timeline)): state.timeline = timeline
    case (.conflicts(let question), .conflicts(let reports)): return ConflictsUpdate.take(reports, question, &state)
    case (.train(let ids), .conflicts(let reports)): TrainWords.take(reports, ids, &state)
    case (.seenHunks(let task, _), .seenHunks(let seen)): _ = state.panes.change(task) { $0.diff.apply(seen: seen) }
    case (.evidence, .evidence(let evidence)): state.evidence = evidence
    case (.pulled, .task(let task)): state.pulled = task
    case (.plain(let words), .text(let text)): state.say(.info, text.isEmpty ? words : text)
    case (.plain(let words), _): state.say(.info, words)
    default: break
    }
    return []
  }

  private static func refused(_ text: String, _ purpose: Pending, _ state: inout InterfaceState) -> [Effect] {
    switch purpose {
    case .sheet(let edition), .enqueue(let edition): IntakeUpdate.refused(text, edition: edition, &state)
    case .rehearsal(let id, let kind): ApproveDialog.refused(text, id, kind, &state)
    case .message(let id, let message):
      state.drafts[.message([id])] = message
      state.say(.error, "\(text) The message is kept as a draft.")
    case .answer(let task, let request):
      state.requests.sent.remove(RequestName(task: task, request: request))
      state.say(.warning, text)
    case .diffText(let task, let wanted): _ = state.panes.change(task) { $0.diff.apply(refusal: text, for: wanted) }
    case .diffScope(let task, let scope):
      state.say(.warning, text)
      // What cannot be told apart is shown whole.
      _ = state.panes.change(task) { if $0.diff.scope == scope { $0.diff.showAll() } }
      if task == state.shown { return DiffPaneUpdate.measure(task, &state) }
    case .fetch(let names): return IntakeUpdate.take(names.map { FetchedIssue(name: $0, problem: text) }, asked: names, &state)
    case .issues(let edition): IssuesUpdate.refused(text, edition: edition, &state)
    case .search(let query, _): ArchiveUpdate.refused(text, of: query, &state)
    case .train(let ids): TrainWords.refused(text, ids, &state)
    case .seenHunks(let task, let tree):
      // Everything is shown then, and it is not asked again.
      _ = state.panes.change(task) { $0.diff.apply(seen: SeenHunks(tree: tree)) }
      state.note(.warning, text)
    case .transcript, .diff, .review, .nothing: state.note(.warning, text)
    default: state.say(.error, text)
    }
    return []
  }
}
