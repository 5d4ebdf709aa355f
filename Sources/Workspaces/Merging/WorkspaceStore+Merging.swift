internal import Model

/// The ground that merges in memory stand on. Workspaces are not touched, nothing is written into a mirror or a shadow repository.
extension WorkspaceStore {
  /// Waits for a place to merge in, two in all; from then on no workspace of these tasks is taken away. Every call needs its `endMerging`.
  func beginMerging(_ tasks: [TaskID]) async {
    await merges.takePlace()
    // In one order, so that two of these and two removals never wait for each other in a circle.
    for task in tasks.sorted() { await readers.enter(task) }
  }

  /// Gives the place back.
  func endMerging(_ tasks: [TaskID]) async {
    for task in tasks.sorted() { await readers.leave(task) }
    await merges.givePlace()
  }

  /// What merges of the subjects stand on. Of those without a workspace that are not kept in the mirror nothing is known, and so of those whose mirror is another one than that of the first.
  func ground(_ subjects: [MergeSubject]) async throws(WorkspaceError) -> MergeGround {
    var ground = MergeGround(subjects: [], mirror: "", tips: [:], directory: layout.merging, shadows: [], git: git)
    for subject in subjects {
      guard ObjectName.isValid(subject.base), ObjectName.isValid(subject.tree),
        let mirror = subject.mirror ?? (try? marker(subject.task))?.mirror
      else { continue }
      if ground.mirror.isEmpty { ground.mirror = mirror }
      guard mirror == ground.mirror, subject.base.utf8.count == ground.subjects.first?.base.utf8.count ?? subject.base.utf8.count
      else { continue }
      ground.subjects.append(subject)
      if subject.mirror == nil { ground.shadows.append(layout.shadow(of: subject.task)) }
    }
    let branches = Set(ground.subjects.compactMap { $0.branch == nil ? nil : $0.target }).sorted()
    if !branches.isEmpty {
      let call = GitCall(
        "reading the branches of the mirror", in: ground.mirror, ["for-each-ref", "--format=%(objectname) %(refname)"] + branches)
      for line in String(decoding: try await git.output(call), as: UTF8.self).split(separator: "\n") {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        if words.count == 2, ObjectName.isValid(words[0]) { ground.tips[words[1]] = words[0] }
      }
    }
    return ground
  }
}
