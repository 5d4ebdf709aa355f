internal import Model

/// Asks git for what is not known yet.
extension MergeBook {
  /// The most paths whose hunks are asked for at once.
  private static let mostPaths = 1500

  /// A merge to make.
  private struct Job: Sendable {
    var left: String
    var right: String
    var shared: [TreePath] = []
    var ends: (MergeSubject, MergeSubject)?
    var subject: MergeSubject?
  }

  /// Brings what is known up to date for these subjects.
  func learn(_ ground: MergeGround, withPairs: Bool) async throws(WorkspaceError) {
    let subjects = ground.subjects
    let moved = subjects.filter { subject in
      let tip = ground.tip(of: subject)
      return tip != subject.base && standings[Sides(first: subject.state, second: tip)] == nil
    }
    let wanted = withPairs ? subjects.flatMap { [$0.base, ground.tip(of: $0)] } : moved.map { ground.tip(of: $0) }
    let commits = Set(wanted).filter { trees[$0] == nil }.sorted()
    let isNews =
      !commits.isEmpty || !moved.isEmpty
      || (withPairs
        && (subjects.contains { changes[change(of: $0)] == nil }
          || candidates(subjects).contains { pairs[sides(subjects[$0.first], subjects[$0.second])] == nil }))
    if isNews {
      let scratch = try ground.scratch()
      do throws(WorkspaceError) {
        try await ask(ground, scratch, commits: commits, moved: moved, withPairs: withPairs)
      } catch {
        await scratch.remove()
        throw error
      }
      await scratch.remove()
    }
    forget(allBut: ground, withPairs: withPairs)
  }

  private func ask(
    _ ground: MergeGround, _ scratch: MergeScratch, commits: [String], moved: [MergeSubject], withPairs: Bool
  ) async throws(WorkspaceError) {
    if !commits.isEmpty {
      work.calls += 1
      for (commit, tree) in zip(commits, try await scratch.trees(of: commits)) { trees[commit] = tree }
    }
    if withPairs { try await list(ground, scratch) }
    var known: [(MergeSubject, MergeSubject, [TreePath])] = []
    for pair in withPairs ? candidates(ground.subjects) : [] {
      let ends = [ground.subjects[pair.first], ground.subjects[pair.second]].sorted { $0.task < $1.task }
      guard pairs[sides(ends[0], ends[1])] == nil, let first = changes[change(of: ends[0])], let second = changes[change(of: ends[1])]
      else { continue }
      let shared = first.shared(with: second)
      guard shared.isEmpty else {
        known.append((ends[0], ends[1], shared))
        continue
      }
      let same = Self.same(first, second)
      pairs[sides(ends[0], ends[1])] = Found(kind: same.isEmpty ? .none : .shared, files: same)
    }
    guard !known.isEmpty || !moved.isEmpty else { return }
    let needed = Set(known.flatMap { [$0.0, $0.1] }).union(moved).sorted { $0.task < $1.task }
    work.calls += 1
    let made = try await scratch.commits(of: needed)
    var jobs: [Job] = []
    for (first, second, shared) in known {
      guard let left = made[first], let right = made[second] else { continue }
      jobs.append(Job(left: left, right: right, shared: shared, ends: (first, second)))
    }
    for subject in moved {
      if let commit = made[subject] { jobs.append(Job(left: ground.tip(of: subject), right: commit, subject: subject)) }
    }
    let merges = try await merge(jobs, scratch)
    await askForHunks(known, scratch)
    for (job, merge) in zip(jobs, merges) {
      if let (first, second) = job.ends { pairs[sides(first, second)] = judge(merge, first, second, job.shared) }
      if let subject = job.subject {
        let tip = ground.tip(of: subject)
        standings[Sides(first: subject.state, second: tip)] = MergeStanding(
          merge.isClean ? (merge.tree == trees[tip] ? .nothingLeft : .merges) : .conflicts, branch: subject.branch, commit: tip,
          files: merge.paths.map { CollisionFile(path: $0.text, conflict: merge.reasons[$0] ?? "contents") })
      }
    }
  }

  private func list(_ ground: MergeGround, _ scratch: MergeScratch) async throws(WorkspaceError) {
    let unknown = Set(ground.subjects.map { change(of: $0) }).filter { changes[$0] == nil }.sorted()
    guard !unknown.isEmpty else { return }
    work.calls += 1
    work.listings += unknown.count
    changes.merge(try await scratch.changes(of: unknown)) { $1 }
  }

  /// In two processes where there is much to do.
  private func merge(_ jobs: [Job], _ scratch: MergeScratch) async throws(WorkspaceError) -> [MergeTreeOutput.Merge] {
    work.merges += jobs.count
    let asked = jobs.map { ($0.left, $0.right) }
    guard asked.count > 60 else {
      work.calls += 1
      return try await scratch.merges(of: asked)
    }
    work.calls += 2
    let half = asked.count / 2
    let (front, back) = (Array(asked[..<half]), Array(asked[half...]))
    let beside = Task { () async -> Result<[MergeTreeOutput.Merge], WorkspaceError> in
      do throws(WorkspaceError) { return .success(try await scratch.merges(of: back)) } catch { return .failure(error) }
    }
    let first: [MergeTreeOutput.Merge]
    do throws(WorkspaceError) { first = try await scratch.merges(of: front) } catch {
      _ = await beside.value
      throw error
    }
    return first + (try await beside.value.get())
  }

  /// The hunks of what pairs share. What cannot be had is not known, no more.
  private func askForHunks(_ known: [(MergeSubject, MergeSubject, [TreePath])], _ scratch: MergeScratch) async {
    var wanted: [String: Set<TreePath>] = [:]
    for (first, second, shared) in known {
      for subject in [first, second] {
        let name = change(of: subject)
        for path in shared where changes[name]?.outcomes[path] != nil && hunks[name]?[path] == nil {
          wanted[name, default: []].insert(path)
          if let other = changes[name]?.outcomes[path]?.otherPath { wanted[name, default: []].insert(other) }
        }
      }
    }
    let paths = Set(wanted.values.flatMap(\.self)).sorted().prefix(Self.mostPaths)
    guard !paths.isEmpty else { return }
    work.calls += 1
    let names = wanted.keys.sorted()
    let output = try? await scratch.hunks(of: names, in: Array(paths))
    for name in names {
      for path in wanted[name] ?? [] { hunks[name, default: [:]][path] = .some(output?.spans[name]?[path]) }
    }
  }

  /// What a merge says of a pair. Where the two stand on different bases it is a merge with what lies between these as well: only what both touch counts.
  private func judge(
    _ merge: MergeTreeOutput.Merge, _ first: MergeSubject, _ second: MergeSubject, _ shared: [TreePath]
  ) -> Found {
    let (mine, theirs) = (changes[change(of: first)], changes[change(of: second)])
    let common = Set(shared)
    func origins(_ path: TreePath) -> [TreePath] {
      [path, mine?.outcomes[path]?.otherPath, theirs?.outcomes[path]?.otherPath].compactMap(\.self).filter(common.contains)
    }
    var files: [CollisionFile] = []
    var told: Set<TreePath> = []
    for path in merge.isClean ? [] : merge.paths {
      let origins = origins(path)
      if origins.isEmpty, first.base != second.base { continue }
      told.formUnion(origins)
      files.append(file(path, origins.first ?? path, merge.reasons[path] ?? "contents", first, second))
    }
    let kind: CollisionKind = files.isEmpty ? .shared : .conflict
    for path in shared where !told.contains(path) { files.append(file(path, path, nil, first, second)) }
    if let mine, let theirs { files += Self.same(mine, theirs).filter { file in !files.contains { $0.path == file.path } } }
    return Found(kind: kind, files: files)
  }

  /// What both do alike.
  private static func same(_ first: TouchedPaths, _ second: TouchedPaths) -> [CollisionFile] {
    first.identical(to: second).map { CollisionFile(path: $0.text, isSame: true) }
  }

  private func file(
    _ path: TreePath, _ origin: TreePath, _ conflict: String?, _ first: MergeSubject, _ second: MergeSubject
  ) -> CollisionFile {
    var file = CollisionFile(path: path.text, conflict: conflict)
    let (mine, theirs) = (change(of: first), change(of: second))
    // Lines are counted in the same old file only.
    guard let old = changes[mine]?.outcomes[origin]?.oldBlob, old == changes[theirs]?.outcomes[origin]?.oldBlob else { return file }
    file.first = hunks[mine]?[origin] ?? nil
    file.second = hunks[theirs]?[origin] ?? nil
    return file
  }
}
