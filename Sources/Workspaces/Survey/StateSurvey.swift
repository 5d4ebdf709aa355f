internal import Glibc
package import Model
internal import Platform

/// Compares the state directory with the tasks that there are, without making or changing anything. Blocks: for `runBlocking`.
package struct StateSurvey: Sendable {
  /// Where everything lies.
  package let layout: StateLayout

  /// A survey of a state directory.
  package init(layout: StateLayout) { self.layout = layout }

  /// What is kept on purpose, for the operator to know.
  package struct Amounts: Hashable, Sendable {
    /// Entries of the morgue, and their bytes.
    package var sealed = 0
    /// Bytes of the morgue with what was put aside.
    package var morgueBytes: Int64 = 0
    /// Directories that were put aside.
    package var strangers = 0
    /// Templates, and their bytes.
    package var templates = 0
    /// Bytes of the templates.
    package var templateBytes: Int64 = 0
    /// Mirrors.
    package var mirrors = 0
    /// Bytes of the mirrors.
    package var mirrorBytes: Int64 = 0
  }

  /// What does not fit.
  /// - Parameter tasks: every task of the store, and whether it should have a workspace; a task that is none of them is unknown.
  /// - Parameter isAtRest: whether no service runs; what one may have in use just now is not listed otherwise.
  package func oddities(_ tasks: [TaskID: Bool], isAtRest: Bool) -> [StateOddity] {
    var found = directories(tasks)
    for name in StateFile.names(in: layout.trash) { found.append(StateOddity(.trash, "\(layout.trash)/\(name)")) }
    if isAtRest {
      for directory in [layout.tasks, layout.morgue, layout.mirrors, layout.templates] {
        for name in StateFile.names(in: directory) where name.hasPrefix(".new-") {
          found.append(StateOddity(.halfMade, "\(directory)/\(name)"))
        }
      }
      for repository in repositories { found += StaleLocks.list(inRepository: repository).map { StateOddity(.lock, $0) } }
    }
    found += pins(tasks, isAtRest: isAtRest)
    found += WorkspaceGuard.mounts(below: layout.root).map { StateOddity(.mount, $0) }
    return found
  }

  /// What is kept, and how much it takes.
  package func amounts() -> Amounts {
    var amounts = Amounts()
    amounts.sealed = StateFile.names(in: layout.morgue).count { TaskID(parsing: $0) != nil }
    amounts.strangers = StateFile.names(in: layout.lostFound).count
    amounts.templates = StateFile.names(in: layout.templates).count { !$0.hasPrefix(".") }
    amounts.mirrors = mirrors.count
    amounts.morgueBytes = DiskSpace.used(by: layout.morgue)
    amounts.templateBytes = DiskSpace.used(by: layout.templates)
    amounts.mirrorBytes = DiskSpace.used(by: layout.mirrors)
    return amounts
  }

  /// Removes what is certainly ours and belongs to nobody; a stranger is put aside. Only what `oddities` listed, and only when `isRemovable`.
  /// - Throws: `WorkspaceError` with what could not be done.
  package func remove(_ oddity: StateOddity) throws(WorkspaceError) {
    switch oddity.kind {
    case .stranger:
      try StateFile.makeDirectory(layout.lostFound)
      try StateFile.move(oddity.path, to: "\(layout.lostFound)/\(Files.name(of: oddity.path))-\(StateFile.token())")
    case .halfMade, .trash:
      switch OpenDirectory.open(Files.parent(of: oddity.path)) {
      case .success(let parent): try TreeRemover.remove(Files.name(of: oddity.path), in: parent)
      case .failure(let failure): throw failure.error("deleting \(oddity.path)")
      }
    case .lock: StateFile.deleteFile(oddity.path)
    case .pin: try MirrorPins(mirror: oddity.path).remove(oddity.reference)
    case .unmarked, .finished, .missing, .mount:
      throw .notOurs(path: oddity.path, reason: "it is left to the operator")
    }
  }

  private var mirrors: [String] {
    StateFile.names(in: layout.mirrors).filter { $0.hasSuffix(".git") }.map { "\(layout.mirrors)/\($0)" }
  }

  private var repositories: [String] {
    mirrors + StateFile.names(in: layout.tasks).compactMap { TaskID(parsing: $0).map(layout.shadow) }.filter(StateFile.isRealDirectory)
  }

  private func directories(_ tasks: [TaskID: Bool]) -> [StateOddity] {
    var found: [StateOddity] = []
    var present: Set<TaskID> = []
    for name in StateFile.names(in: layout.tasks) where !name.hasPrefix(".new-") {
      let path = "\(layout.tasks)/\(name)"
      guard let task = TaskID(parsing: name), task.description == name, let hasWorkspace = tasks[task] else {
        found.append(StateOddity(.stranger, path))
        continue
      }
      present.insert(task)
      var status = stat()
      let inode = lstat(path, &status) == 0 ? UInt64(status.st_ino) : 0
      if let marker = WorkspaceMarker(in: path), marker.task == task, marker.inode == inode {
        if !hasWorkspace { found.append(StateOddity(.finished, path, task: task)) }
      } else {
        found.append(StateOddity(.unmarked, path, task: task))
      }
    }
    for (task, hasWorkspace) in tasks.sorted(by: { $0.key < $1.key }) where hasWorkspace && !present.contains(task) {
      found.append(StateOddity(.missing, layout.directory(of: task), task: task))
    }
    return found
  }

  /// The references in the mirrors that keep something for nobody.
  func pins(_ tasks: [TaskID: Bool], isAtRest: Bool) -> [StateOddity] {
    let aside = StateFile.names(in: layout.lostFound)
    return mirrors.flatMap { mirror in
      MirrorPins(mirror: mirror).all.compactMap { pin -> StateOddity? in
        let isNeeded =
          switch pin.family {
          case MirrorPins.workspace:
            // What was put aside is work all the same, and a workspace that is gone is made anew.
            StateFile.exists(layout.directory(of: pin.task)) || tasks[pin.task] == true || (!isAtRest && tasks[pin.task] != nil)
              || aside.contains { $0.hasPrefix("\(pin.task)-") }
          case MirrorPins.morgue: StateFile.exists(layout.morgue(of: pin.task)) || (!isAtRest && tasks[pin.task] != nil)
          default: tasks[pin.task] != nil
          }
        return isNeeded ? nil : StateOddity(.pin, mirror, task: pin.task, reference: pin.reference)
      }
    }
  }
}
