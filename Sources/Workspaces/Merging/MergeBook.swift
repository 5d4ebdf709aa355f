package import Model

/// What is known of the merges of one repository's tasks. A question costs what changed since the last one: changes, pairs and standings are remembered by the
/// trees that they are about, and forgotten with the tasks. One question at a time; any caller.
package actor MergeBook {
  /// What is known of two changes.
  struct Found: Sendable {
    var kind: CollisionKind
    var files: [CollisionFile] = []
  }

  /// Two sides, by what their merges depend on.
  struct Sides: Hashable, Sendable {
    var first: String
    var second: String
  }

  private let store: WorkspaceStore
  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []
  /// Trees of commits.
  var trees: [String: String] = [:]
  /// What pairs of trees ("OLD NEW") change.
  var changes: [String: TouchedPaths] = [:]
  /// The lines that they change, of the paths that were asked for.
  var hunks: [String: [TreePath: [LineSpan]?]] = [:]
  var pairs: [Sides: Found] = [:]
  var standings: [Sides: MergeStanding] = [:]
  /// What it took so far.
  package internal(set) var work = MergeWork()

  /// A book in which nothing stands yet.
  package init(store: WorkspaceStore) { self.store = store }

  /// Which of the tasks are in each other's way, and how each stands to its branch as the mirror has it.
  /// - Parameters:
  ///   - repository: the source, for the matrix.
  ///   - withPairs: whether the tasks are held against each other, or only against their branches.
  /// - Throws: what git or the disk refused; what was known before stays known.
  package func matrix(
    _ subjects: [MergeSubject], repository: String, withPairs: Bool = true
  ) async throws(WorkspaceError) -> CollisionMatrix {
    try await on(subjects) { (ground) async throws(WorkspaceError) in
      try await self.learn(ground, withPairs: withPairs)
      return self.matrix(of: ground, repository, withPairs: withPairs)
    }
  }

  /// Merges the tasks onto their branches one after the other, in memory; what does not merge is left out.
  /// - Throws: as `matrix`.
  package func rehearse(_ subjects: [MergeSubject]) async throws(WorkspaceError) -> MergeRehearsal {
    try await on(subjects) { (ground) async throws(WorkspaceError) in
      try await self.learn(ground, withPairs: true)
      return try await self.run(ground)
    }
  }

  // MARK: What is known

  /// The pair of trees of a subject.
  func change(of subject: MergeSubject) -> String { "\(trees[subject.base] ?? "") \(subject.tree)" }

  /// Two subjects as the key of what is known of them.
  func sides(_ one: MergeSubject, _ other: MergeSubject) -> Sides {
    one.task < other.task ? Sides(first: one.state, second: other.state) : Sides(first: other.state, second: one.state)
  }

  /// The pairs of subjects that go to one place and may have something in common, by their places.
  func candidates(_ subjects: [MergeSubject]) -> [TouchedPaths.Pair] {
    let touched = subjects.map { changes[change(of: $0)] ?? TouchedPaths([]) }
    return TouchedPaths.pairs(of: touched).filter { subjects[$0.first].target == subjects[$0.second].target }
  }

  private func matrix(of ground: MergeGround, _ repository: String, withPairs: Bool) -> CollisionMatrix {
    var collisions: [Collision] = []
    for pair in withPairs ? candidates(ground.subjects) : [] {
      let ends = [ground.subjects[pair.first], ground.subjects[pair.second]].sorted { $0.task < $1.task }
      guard let found = pairs[sides(ends[0], ends[1])], found.kind != .none else { continue }
      collisions.append(Collision(ends[0].task, ends[1].task, found.kind, files: found.files))
    }
    let standings = ground.subjects.map { subject in
      (subject.task, self.standings[Sides(first: subject.state, second: ground.tip(of: subject))] ?? .merging(subject, ground))
    }
    return CollisionMatrix(
      repository: repository, tasks: ground.subjects.map(\.task), collisions: collisions,
      standings: Dictionary(standings, uniquingKeysWith: { first, _ in first }))
  }

  /// Forgets what belongs to trees that are gone.
  func forget(allBut ground: MergeGround, withPairs: Bool) {
    let states = Set(ground.subjects.map(\.state))
    let present = Set(ground.subjects.map { change(of: $0) })
    // A look at the branches alone is about a part of the tasks.
    guard withPairs else { return }
    standings = standings.filter { states.contains($0.key.first) }
    changes = changes.filter { present.contains($0.key) }
    hunks = hunks.filter { present.contains($0.key) }
    pairs = pairs.filter { states.contains($0.key.first) && states.contains($0.key.second) }
    if trees.count > 1000 { trees = [:] }
  }

  // MARK: One at a time

  private func on<Value: Sendable>(
    _ subjects: [MergeSubject], _ body: (MergeGround) async throws(WorkspaceError) -> Value
  ) async throws(WorkspaceError) -> Value {
    if isTaken { await withCheckedContinuation { waiting.append($0) } } else { isTaken = true }
    let tasks = Array(Set(subjects.map(\.task)))
    await store.beginMerging(tasks)
    do throws(WorkspaceError) {
      let value = try await body(try await store.ground(subjects))
      await store.endMerging(tasks)
      leave()
      return value
    } catch {
      await store.endMerging(tasks)
      leave()
      throw error
    }
  }

  private func leave() {
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
  }
}

extension MergeStanding {
  /// What stands on its branch's own tip merges.
  static func merging(_ subject: MergeSubject, _ ground: MergeGround) -> MergeStanding {
    MergeStanding(.merges, branch: subject.branch, commit: ground.tip(of: subject))
  }
}
