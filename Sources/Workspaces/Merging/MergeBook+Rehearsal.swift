internal import Model

/// The train. Tasks that touch nothing in common cannot change what becomes of each other: each group of those that do runs by itself.
extension MergeBook {
  /// Runs the train; everything is known of the pairs.
  func run(_ ground: MergeGround) async throws(WorkspaceError) -> MergeRehearsal {
    let groups = groups(ground.subjects)
    let runs = groups.filter { $0.count > 1 }
    var steps: [TaskID: MergeRehearsal.Step] = [:]
    for group in groups where group.count == 1 {
      let subject = ground.subjects[group[0]]
      steps[subject.task] = MergeRehearsal.Step(subject.task, standing(of: subject, ground))
    }
    if !runs.isEmpty {
      let scratch = try ground.scratch()
      let found: [MergeRehearsal.Step]
      do throws(WorkspaceError) { found = try await run(runs, ground, scratch) } catch {
        await scratch.remove()
        throw error
      }
      await scratch.remove()
      for step in found { steps[step.task] = step }
    }
    return MergeRehearsal(ground.subjects.compactMap { steps[$0.task] })
  }

  private func run(
    _ groups: [[Int]], _ ground: MergeGround, _ scratch: MergeScratch
  ) async throws(WorkspaceError) -> [MergeRehearsal.Step] {
    work.calls += 1
    let commits = try await scratch.commits(of: groups.flatMap { $0.map { ground.subjects[$0] } })
    var found: [MergeRehearsal.Step] = []
    for group in groups { found += try await run(group.map { ground.subjects[$0] }, commits, ground, scratch) }
    return found
  }

  private func standing(of subject: MergeSubject, _ ground: MergeGround) -> MergeStanding {
    standings[Sides(first: subject.state, second: ground.tip(of: subject))] ?? .merging(subject, ground)
  }

  /// The places of subjects in groups that share nothing with one another; in each in the order of the train.
  private func groups(_ subjects: [MergeSubject]) -> [[Int]] {
    var leaders = Array(subjects.indices)
    func leader(_ place: Int) -> Int {
      var place = place
      while leaders[place] != place { place = leaders[place] }
      return place
    }
    for pair in candidates(subjects) {
      let (one, other) = (leader(pair.first), leader(pair.second))
      leaders[max(one, other)] = min(one, other)
    }
    return Dictionary(grouping: subjects.indices, by: leader).values.map { $0.sorted() }.sorted { $0[0] < $1[0] }
  }

  private func run(
    _ subjects: [MergeSubject], _ commits: [MergeSubject: String], _ ground: MergeGround, _ scratch: MergeScratch
  ) async throws(WorkspaceError) -> [MergeRehearsal.Step] {
    guard let first = subjects.first else { return [] }
    let start = ground.tip(of: first)
    var tip = start
    var tree = trees[start]
    var landed: [MergeSubject] = []
    var steps: [MergeRehearsal.Step] = []
    for subject in subjects {
      guard let commit = commits[subject] else { continue }
      var standing = MergeStanding(.merges, branch: subject.branch, commit: start)
      var against: [TaskID] = []
      if tip == subject.base {
        // Nothing lies between: it goes forward.
        (tip, tree) = (commit, subject.tree)
        landed.append(subject)
      } else {
        work.calls += 1
        work.merges += 1
        guard let merge = try await scratch.merges(of: [(tip, commit)]).first else { continue }
        if !merge.isClean {
          let files = merge.paths.map { CollisionFile(path: $0.text, conflict: merge.reasons[$0] ?? "contents") }
          standing = MergeStanding(.conflicts, branch: subject.branch, commit: start, files: files)
          against = opponents(of: subject, among: landed, merge, ground)
        } else if merge.tree == tree {
          standing = MergeStanding(.nothingLeft, branch: subject.branch, commit: start)
        } else {
          work.calls += 1
          tip = try await scratch.commit(of: merge.tree, on: [tip, commit])
          tree = merge.tree
          landed.append(subject)
        }
      }
      steps.append(MergeRehearsal.Step(subject.task, standing, against: against))
    }
    return steps
  }

  /// Those that landed before and do not merge with it; where it is none by itself, those that touch what is in conflict.
  private func opponents(
    of subject: MergeSubject, among landed: [MergeSubject], _ merge: MergeTreeOutput.Merge, _ ground: MergeGround
  ) -> [TaskID] {
    let direct = landed.filter { pairs[sides(subject, $0)]?.kind == .conflict }
    if !direct.isEmpty || standing(of: subject, ground).kind == .conflicts { return direct.map(\.task).sorted() }
    let paths = Set(merge.paths)
    return landed.filter { other in paths.contains { changes[change(of: other)]?.outcomes[$0] != nil } }.map(\.task).sorted()
  }
}
