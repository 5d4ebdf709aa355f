import Configuration
package import Model
import Workspaces

/// Who is in whose way. Answered when somebody asks, from what is known already; by itself only tasks in review are held against their branch, when one comes into
/// review or the branch is seen to have moved.
extension TaskSupervisor {
  /// The repositories that were asked about and have changes, by name.
  /// - Throws: `usage` when no repository of that name has any; `failed` with what git or the disk refused.
  package func conflicts(_ question: CollisionQuestion) async throws(SupervisionError) -> [CollisionReport] {
    for id in question.order { _ = try task(id) }
    var sources: [String: [TaskRecord]] = [:]
    for record in records.values where record.takesPartInMerges && question.names(record.repository) {
      sources[record.repository.source, default: []].append(record)
    }
    if sources.isEmpty, let name = question.repository {
      throw SupervisionError(
        .usage, "Comparing the changes of \(name): no task of a repository of that name has one; `carrel ls` lists the tasks.")
    }
    var reports: [CollisionReport] = []
    for (source, records) in sources { reports.append(try await report(source, records.sorted { $0.id < $1.id }, question)) }
    return reports.sorted { ($0.name, $0.matrix.repository) < ($1.name, $1.matrix.repository) }
  }

  private func report(
    _ source: String, _ tasks: [TaskRecord], _ question: CollisionQuestion
  ) async throws(SupervisionError) -> CollisionReport {
    let book = merging.book(of: source, desk.workspaces)
    var report = CollisionReport(name: tasks.first?.repository.name ?? source, matrix: CollisionMatrix(repository: source))
    if question.fetches, let location = tasks.first?.repository {
      for branch in Set(tasks.compactMap(\.baseBranch)).sorted() {
        do throws(WorkspaceError) { _ = try await fetch(location, branch) } catch { report.remarks.append(error.text) }
      }
    }
    do throws(WorkspaceError) {
      let subjects = try await subjects(tasks)
      var matrix = try await book.matrix(subjects, repository: source)
      let open = tasks.filter { $0.openRequest != nil && matrix.tasks.contains($0.id) }
      let left = tasks.filter { $0.openRequest == nil }
      matrix.order = PublishingOrder.order(left.map { PublishingOrder.Candidate($0) }, by: matrix).filter(Set(matrix.tasks).contains)
      matrix.requests = Dictionary(open.map { ($0.id, $0.openRequest?.name ?? "") }) { first, _ in first }
      report.matrix = matrix
      await note(matrix.standings)
      guard question.rehearses else { return report }
      // What is published already goes before.
      let ahead = open.sorted { ($0.phaseSince, $0.id) < ($1.phaseSince, $1.id) }.map(\.id).filter { !question.order.contains($0) }
      let order = ahead + (question.order.isEmpty ? matrix.order : question.order)
      let places = Dictionary(subjects.map { ($0.task, $0) }, uniquingKeysWith: { first, _ in first })
      report.rehearsal = try await book.rehearse(order.compactMap { places[$0] })
      return report
    } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  /// What the merges of a repository took so far; nil: nobody asked yet.
  func mergeWork(of source: String) async -> MergeWork? { await merging.books[source]?.work }

  /// Brings a branch of a repository's mirror up to date; returns its commit.
  func fetch(_ location: RepositoryLocation, _ branch: String) async throws(WorkspaceError) -> String {
    try await desk.withRemote(location.source) { [desk] (credentials) async throws(WorkspaceError) in
      try await desk.workspaces.refresh(
        location, branch: branch, credentials: credentials, seconds: desk.settings.limits.cloneSeconds)
    }
  }

  /// The trees that would be published.
  private func subjects(_ tasks: [TaskRecord]) async throws(WorkspaceError) -> [MergeSubject] {
    var subjects: [MergeSubject] = []
    for record in tasks {
      guard let base = record.baseCommit, let tree = record.diff?.tree else { continue }
      if record.openRequest != nil {
        guard let kept = try await keptOpen(record, base) else { continue }
        subjects.append(MergeSubject(task: record.id, base: base, tree: kept.tree, branch: record.baseBranch, mirror: kept.mirror))
        continue
      }
      subjects.append(
        MergeSubject(task: record.id, base: base, tree: await publishedTree(record, tree), branch: record.baseBranch))
    }
    return subjects
  }

  /// What the mirror keeps of a published change; asked for once for each commit.
  private func keptOpen(_ record: TaskRecord, _ base: String) async throws(WorkspaceError) -> MergeShelf.Kept? {
    let commit = record.published?.commit ?? ""
    if let known = merging.open[record.id], known.commit == commit { return known }
    guard let found = try await desk.workspaces.open(record.id, location: record.repository, base: base) else { return nil }
    let kept = MergeShelf.Kept(commit: commit, mirror: found.mirror, tree: found.tree)
    merging.open[record.id] = kept
    return kept
  }

  /// The tree without what was taken out of it. What cannot be taken out now is said when it is published.
  private func publishedTree(_ record: TaskRecord, _ tree: String) async -> String {
    guard !record.out.isEmpty else {
      merging.composed[record.id] = nil
      return tree
    }
    let from = "\(tree) \(record.out.seal)"
    if let known = merging.composed[record.id], known.from == from { return known.tree }
    guard let composed = try? await desk.workspaces.compose(record.id, tree: tree, without: record.out) else { return tree }
    merging.composed[record.id] = (from, composed.tree)
    return composed.tree
  }

  // MARK: By itself

  /// After a change of a record: what is kept of a published change goes when its request is over.
  func letGoOfOpen(_ record: TaskRecord, _ old: TaskRecord?) {
    guard old?.published?.request?.state == .open, record.published?.request?.state != .open, let base = record.baseCommit else { return }
    merging.open[record.id] = nil
    let earlier = merging.lettingGo
    merging.lettingGo = Task { [desk] in
      await earlier?.value
      // What stays keeps a commit, no more.
      try? await desk.workspaces.dropOpen(record.id, location: record.repository, base: base)
    }
  }

  /// After a change of a record: whether tasks in review are to be held against their branch.
  func mergesMayChange(_ record: TaskRecord, _ old: TaskRecord?) {
    let cameIntoReview = record.phase == .review && (old?.phase != .review || old?.diff?.tree != record.diff?.tree)
    let branchMoved = record.baseCommit != nil && old?.baseCommit != record.baseCommit
    guard cameIntoReview || branchMoved, record.baseBranch != nil, !isShuttingDown else { return }
    let source = record.repository.source
    guard merging.checks[source] == nil else {
      merging.again.insert(source)
      return
    }
    merging.checks[source] = Task(priority: .low) { await self.checkStandings(source) }
  }

  /// Holds the tasks in review of a repository against their branches as the mirror has them.
  private func checkStandings(_ source: String) async {
    repeat {
      merging.again.remove(source)
      let tasks = records.values.filter { $0.phase == .review && $0.repository.source == source && $0.takesPartInMerges }
      // Where all stand on one commit nothing has moved that this service knows of.
      let bases = records.values.filter { $0.repository.source == source }.compactMap(\.baseCommit)
      guard !tasks.isEmpty, Set(bases).count > 1 || tasks.contains(where: { $0.standing != nil }) else { continue }
      let book = merging.book(of: source, desk.workspaces)
      // What cannot be found out now is found out when somebody asks.
      guard let subjects = try? await subjects(tasks.sorted { $0.id < $1.id }),
        let matrix = try? await book.matrix(subjects, repository: source, withPairs: false)
      else { continue }
      await note(matrix.standings)
    } while merging.again.contains(source) && !isShuttingDown
    merging.checks[source] = nil
  }

  /// Puts what is new into the records of tasks in review.
  private func note(_ standings: [TaskID: MergeStanding]) async {
    for (id, standing) in standings.sorted(by: { $0.key < $1.key }) {
      let said = standing.kind == .merges ? nil : standing
      guard let record = records[id], record.phase == .review, record.standing != said else { continue }
      await runner(for: record).handleQuietly(.stood(said))
    }
  }
}

extension TaskRecord {
  /// Whether it has a change that would be published, or that is and was not merged yet.
  var takesPartInMerges: Bool {
    if openRequest != nil { return baseCommit != nil }
    guard workspacePath != nil, baseCommit != nil, let diff, !diff.isEmpty else { return false }
    switch phase {
    case .running, .waiting, .review, .failed, .stopped, .publishing: return true
    case .queued, .preparing, .done, .discarded: return false
    }
  }
}

extension CollisionQuestion {
  /// Whether a repository is asked about.
  func names(_ location: RepositoryLocation) -> Bool {
    guard var name = repository else { return true }
    while name.count > 1, name.last == "/" { name.removeLast() }
    return location.name == name || location.source == name || location.publishTo == name || location.source.hasSuffix("/" + name)
  }
}
