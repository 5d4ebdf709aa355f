import Forges
import Model
import Storage
import Supervision
import TestSupport

/// A story whose tasks lie on a forge as pull requests: really pushed to the remote, and opened on a forge in memory.
struct RequestWorld {
  static let repository = ForgeRepository(host: "git.lab", owner: "ops", name: "code")
  let world: StoryWorld
  let forge: ScriptedForge

  /// Tells a story.
  static func tell(_ engine: ScriptedEngine = WholeJobStories.writer(), _ story: (RequestWorld) async throws -> Void) async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(engine, forge: forge) { world in try await story(RequestWorld(world: world, forge: forge)) }
  }

  static func reference(_ number: Int) -> IssueReference { IssueReference(repository, number) }

  /// Tasks that were worked on, looked at unless said otherwise, pushed, and opened as pull requests; the service was started again since.
  /// - Parameter message: the commit's message; nil: composed.
  func published(
    _ titles: [String], hold: CIHold? = nil, message: String? = nil, looked: Bool = true
  ) async throws -> [TaskID] {
    var ids: [TaskID] = []
    for title in titles { ids += try await world.add(title) }
    for (index, id) in ids.enumerated() {
      await world.until(id, .review)
      if looked { try await world.look(id) }
      _ = try await world.supervisor.approve(id, TaskRunner.Approval(message: message, unseen: !looked, author: "ana"))
      await world.supervisor.settle()
      var record = try await world.task(id)
      let number = 12 + index
      let pull = PullRequest(
        number: number, url: "https://git.lab/ops/code/pulls/\(number)", isDraft: hold == .draft, title: titles[index],
        body: "Closes #1", head: record.branch ?? "", base: "main", commit: record.published?.commit ?? "")
      await forge.change { $0.requests[Self.repository, default: []].append(pull) }
      record.published?.kind = .pr
      record.published?.request = PublishedRequest(
        repository: Self.repository, number: number, url: pull.url, isDraft: pull.isDraft, ci: hold == nil ? .none : .held, hold: hold)
      _ = try await world.desk.log.save(record, [], at: world.clock.now)
    }
    try await world.restart()
    return ids
  }

  /// Changes the first pull request as the forge has it.
  func pull(_ index: Int = 0, _ body: @escaping @Sendable (inout PullRequest) -> Void) async {
    await forge.change { forge in
      guard var all = forge.requests[Self.repository] else { return }
      body(&all[index])
      forge.requests[Self.repository] = all
    }
  }

  /// Says what the checks of the first pull request are.
  func checks(_ checks: CICheck...) async {
    let commit = await forge.requests[Self.repository]?.first?.commit ?? ""
    await forge.change { $0.checksOf[commit] = checks }
  }

  /// Somebody writes on a line.
  func comment(_ id: Int64, _ author: String, _ body: String, path: String? = "README.md", line: Int? = 1, resolved: Bool = false) async {
    let note = ReviewNote(
      id: id, author: author, body: body, path: path, line: line, isResolved: resolved,
      created: Timestamp(milliseconds: 1_700_000_000_000 + id))
    await forge.change { $0.notes[Self.reference(12), default: []].append(note) }
  }

  func calls(_ name: String) async -> Int { await forge.calls.count { $0 == name } }

  /// Waits until somebody sleeps by the clock.
  func untilAsleep() async { while world.clock.untilNext == nil, !Task.isCancelled { await Task.yield() } }

  /// Lets time pass until the forge is asked about a request once more, and that is over.
  /// - Returns: how long that was.
  @discardableResult
  func nextLook() async -> Double {
    let before = await calls("request")
    var seconds = 0.0
    while await calls("request") == before, !Task.isCancelled {
      guard let wait = world.clock.untilNext else {
        await Task.yield()
        continue
      }
      seconds += wait
      world.clock.advance(wait + 0.01)
      // The sleeper is awake before anything else is waited for.
      for _ in 0..<50 { await Task.yield() }
    }
    await untilAsleep()
    return seconds
  }

  /// Lets time pass until no forge is followed any more.
  /// - Returns: false when that takes more than 500 rests.
  func untilNotFollowed() async -> Bool {
    for _ in 0..<500 {
      while await world.supervisor.isFollowing, world.clock.untilNext == nil { await Task.yield() }
      guard await world.supervisor.isFollowing else { return true }
      world.clock.advance((world.clock.untilNext ?? 0) + 0.01)
    }
    return false
  }

  func request(_ id: TaskID) async throws -> PublishedRequest? { try await world.task(id).published?.request }

  func notes(_ id: TaskID) -> [String] {
    world.book.events(of: id).compactMap { if case .note(_, let text) = $0 { text } else { nil } }
  }
}
