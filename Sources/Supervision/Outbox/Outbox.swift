import Forges
import Model
import Platform
import Storage

/// Carries out what was approved to be published as pull requests and branches: one entry after the other in each repository, repositories side by side. What an entry has
/// come to is committed before it is told; the forge and the remote are asked before anything is done, so that after a crash or a cut answer nothing is done twice.
actor Outbox {
  let desk: Desk
  private(set) var entries: [TaskID: OutboxEntry] = [:]
  private var hooks: OutboxHooks?
  private var lanes: [ForgeRepository: Task<Void, Never>] = [:]
  private var alarms: [ForgeRepository: Task<Void, Never>] = [:]
  private var ended: [TaskID: OutboxNews] = [:]
  private var waiters: [TaskID: [CheckedContinuation<OutboxNews, Never>]] = [:]
  /// What the tasks' lines were last told.
  private var told: [TaskID: String] = [:]
  private(set) var isClosed = false

  init(desk: Desk) { self.desk = desk }

  // MARK: Life

  /// Reads what was left by the last run.
  func load() async throws(StorageError) -> Set<TaskID> {
    for entry in try await desk.log.outbox() { entries[entry.task] = entry }
    return Set(entries.keys)
  }

  /// Begins; entries of tasks that do not exist or are neither being published nor published are dropped.
  func begin(_ hooks: OutboxHooks, phases: [TaskID: TaskPhase]) async {
    self.hooks = hooks
    for entry in sorted {
      switch phases[entry.task] {
      case .publishing where entry.isPublished: _ = await publish(entry)
      case .publishing: break
      case _ where entry.isPublished: break
      default: await forget(entry.task, .back("it is not being published any more"))
      }
    }
    await tellWaiting()
    for lane in Set(entries.values.map(\.repository)) { wake(lane) }
  }

  /// Nothing more is begun; what is under way is cut, and asked about at the next start.
  func close() async {
    isClosed = true
    for task in Array(alarms.values) + Array(lanes.values) { task.cancel() }
    for task in Array(lanes.values) { await task.value }
    letGo("the service is ending")
  }

  /// Waits until nothing is being done; what waits is not waited for.
  /// - Returns: whether there was something to wait for.
  func settle() async -> Bool {
    let running = Array(lanes.values)
    for task in running { await task.value }
    return !running.isEmpty
  }

  // MARK: Entries

  /// In the order of approvals.
  var sorted: [OutboxEntry] { entries.values.sorted { ($0.place, $0.task) < ($1.place, $1.task) } }

  /// Takes an entry that is committed.
  func take(_ task: TaskID) async throws(StorageError) {
    guard let entry = try await desk.log.outbox().first(where: { $0.task == task }) else { return }
    entries[task] = entry
    ended[task] = nil
    told[task] = nil
    await hooks?.changed(task, entry.listed)
    if desk.reach(.outboxCommitted) { return die() }
    await tellWaiting()
    wake(entry.repository)
  }

  /// What an entry comes to first.
  func news(of task: TaskID) async -> OutboxNews {
    if let news = known(task) { return news }
    return await withCheckedContinuation { waiters[task, default: []].append($0) }
  }

  private func known(_ task: TaskID) -> OutboxNews? {
    guard let entry = entries[task] else { return ended[task] ?? .back("there is nothing of \(task) in the outbox") }
    if entry.isPublished, told[task] == Self.publishedMark { return .published(entry) }
    if isClosed { return .waits("the service is ending; it goes on with the next start") }
    if let wait = entry.wait { return .waits(wait.text) }
    return OutboxOrder.blocker(of: entry, among: entries.values).map { .waits(Self.behind($0)) }
  }

  private static let publishedMark = "published"

  private static func behind(_ other: OutboxEntry) -> String {
    "It waits behind \(other.task): \(other.wait?.text ?? "")"
  }

  private func tell(_ task: TaskID) {
    guard waiters[task] != nil, let news = known(task) else { return }
    for waiter in waiters.removeValue(forKey: task) ?? [] { waiter.resume(returning: news) }
  }

  private func letGo(_ why: String) {
    let all = waiters.values.flatMap { $0 }
    waiters = [:]
    for waiter in all { waiter.resume(returning: .waits(why)) }
  }

  /// As if the program had been killed here.
  func die() {
    isClosed = true
    for task in Array(alarms.values) { task.cancel() }
    letGo("the service is gone")
  }

  // MARK: Lanes

  /// Lets a repository's entries go on, if they do not already.
  func wake(_ lane: ForgeRepository) {
    guard !isClosed, hooks != nil, lanes[lane] == nil else { return }
    alarms.removeValue(forKey: lane)?.cancel()
    lanes[lane] = Task { await self.run(lane) }
  }

  private func run(_ lane: ForgeRepository) async {
    while !isClosed, !Task.isCancelled {
      let next = OutboxOrder.next(entries.values.filter { $0.repository == lane }, at: desk.now())
      guard case .step(let task) = next, let entry = entries[task] else {
        lanes[lane] = nil
        if case .later(let moment) = next { ring(lane, at: moment) }
        return
      }
      await work(entry)
    }
    lanes[lane] = nil
  }

  private func ring(_ lane: ForgeRepository, at moment: Timestamp) {
    alarms.removeValue(forKey: lane)?.cancel()
    let seconds = max(0.001, desk.now().seconds(until: moment))
    alarms[lane] = Task { [desk] in
      await desk.sleep(seconds)
      if !Task.isCancelled { self.rang(lane) }
    }
  }

  private func rang(_ lane: ForgeRepository) {
    alarms[lane] = nil
    wake(lane)
  }

  /// One step of one entry.
  private func work(_ entry: OutboxEntry) async {
    guard let step = entry.next else {
      // All is done; the task may not know yet, when that could not be kept.
      if told[entry.task] != Self.publishedMark, await !publish(entry) { return await desk.sleep(Self.secondsBetweenTries) }
      return await forget(entry.task, .published(entry))
    }
    var machine = OutboxMachine(entry)
    let verdict: OutboxMachine.Verdict
    do throws(OutboxFailure) {
      machine.entry = try await carryOut(step, of: entry)
      if isClosed || desk.reach(Self.point(after: step)) { return die() }
      verdict = machine.did(step)
    } catch {
      if isClosed { return }
      verdict = machine.failed(error, at: desk.now())
    }
    // What an operator dropped meanwhile stays dropped.
    guard let now = entries[entry.task], now.place == entry.place, now.token == entry.token, now.created == entry.created else {
      if step == .push, machine.entry.isPushed {
        let what = "\(entry.task) was taken out of the outbox while it was being pushed"
        await hooks?.say(.warning, "\(what): its branch \(machine.entry.text.head) is at \(entry.remote) all the same.")
      }
      return
    }
    switch verdict {
    case .goBack(let text): await goBack(entry.task, text)
    case .finish: await forget(entry.task, .published(machine.entry))
    case .goOn: await keep(machine.entry)
    case .publish:
      await keep(machine.entry)
      if isClosed || desk.reach(.outboxOpenCommitted) { return die() }
      guard await publish(machine.entry) else { return }
      if desk.reach(.outboxPublished) { return die() }
      if machine.entry.next == nil { await forget(entry.task, .published(machine.entry)) }
    case .wait:
      await keep(machine.entry)
      await tellWaiting()
    }
  }

  private static func point(after step: OutboxStep) -> CrashPoint {
    switch step {
    case .push: .outboxPushed
    case .request: .outboxOpened
    case .labels: .outboxLabelled
    case .comment: .outboxCommented
    case .state: .outboxClosed
    }
  }

  /// Commits how far an entry has come, and tells of it.
  func keep(_ entry: OutboxEntry) async {
    guard await commit(doing: entry.task, { [desk] () async throws(StorageError) in try await desk.log.save(entry) }) else { return }
    entries[entry.task] = entry
    await hooks?.changed(entry.task, entry.listed)
    tell(entry.task)
  }

  /// What must be kept waits for room on the disk; a store that is gone ends it.
  private func commit(doing task: TaskID, _ body: @Sendable () async throws(StorageError) -> Void) async -> Bool {
    var isSaid = false
    while !isClosed {
      do throws(StorageError) {
        try await body()
        return true
      } catch {
        if case .closed = error {
          die()
          return false
        }
        if !isSaid { await hooks?.say(.error, "\(task): \(error.text)") }
        isSaid = true
        if case .full = error, await desk.log.releaseBallast() { continue }
      }
      await desk.sleep(Self.secondsBetweenTries)
    }
    return false
  }

  private func publish(_ entry: OutboxEntry) async -> Bool {
    guard await hooks?.published(entry.task, entry.publication) == true else { return false }
    told[entry.task] = Self.publishedMark
    tell(entry.task)
    return true
  }

  /// The task goes back to review first: a crash in between begins with the same question again.
  func goBack(_ task: TaskID, _ text: String) async {
    while await hooks?.wentBack(task, text) == false {
      if isClosed { return }
      await desk.sleep(Self.secondsBetweenTries)
    }
    await forget(task, .back(text))
  }

  /// After what could not be kept.
  private static let secondsBetweenTries = 30.0

  /// Takes an entry out.
  func forget(_ task: TaskID, _ news: OutboxNews) async {
    if let entry = entries[task] {
      guard await commit(doing: task, { [desk] () async throws(StorageError) in try await desk.log.remove(entry) }) else { return }
      // One that took its place meanwhile is another's business.
      guard entries[task]?.place == entry.place else { return }
    }
    entries[task] = nil
    told[task] = nil
    ended[task] = news
    await hooks?.changed(task, nil)
    for waiter in waiters.removeValue(forKey: task) ?? [] { waiter.resume(returning: news) }
    await tellWaiting()
  }

  /// What the tasks' own lines say while they wait.
  private func tellWaiting() async {
    for entry in sorted where !entry.isPublished {
      let blocker = OutboxOrder.blocker(of: entry, among: entries.values)
      let text = entry.wait?.text ?? blocker.map { "waits behind \($0.task)" } ?? ""
      tell(entry.task)
      guard told[entry.task] != text, !(text.isEmpty && told[entry.task] == nil) else { continue }
      told[entry.task] = text
      await hooks?.waits(entry.task, text, entry.needsOperator)
    }
  }

  // MARK: Operators

  /// Lets entries try again; nil: all that wait. The tasks that did wait.
  func retry(_ tasks: [TaskID]?) async -> [TaskID] {
    var woken: [TaskID] = []
    for entry in sorted where entry.wait != nil && tasks?.contains(entry.task) ?? true {
      var machine = OutboxMachine(entry)
      machine.released()
      await keep(machine.entry)
      woken.append(entry.task)
    }
    await tellWaiting()
    for lane in Set(woken.compactMap { entries[$0]?.repository }) { wake(lane) }
    return woken
  }

  /// A client brought credentials: whatever waited for some goes on, in order.
  func credentialsCame(new: Bool) async {
    let now = desk.now()
    let waiting = sorted.filter { entry in
      guard let wait = entry.wait, wait.reason == .credential else { return false }
      // What is not new may be alive again behind the same name, an agent's socket or a token's file: that is asked once a minute at most.
      return new || wait.since.seconds(until: now) >= 60
    }.map(\.task)
    if !waiting.isEmpty { _ = await retry(waiting) }
  }

  /// Gives an entry up. Before it is published the task goes back to review; after that only the rest is left undone.
  /// - Returns: whether there was one.
  func drop(_ task: TaskID, by author: String) async -> OutboxEntry? {
    guard let entry = entries[task] else { return nil }
    if entry.isPublished { await forget(task, .published(entry)) } else { await goBack(task, "Taken out of the outbox by \(author).") }
    wake(entry.repository)
    return entry
  }
}
