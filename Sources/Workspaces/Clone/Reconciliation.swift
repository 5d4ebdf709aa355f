internal import Model

/// Compares the state directory with what the service knows (F13). Nothing that could be work is deleted: what nobody knows is put aside.
/// Blocks.
struct Reconciliation {
  let layout: StateLayout
  let known: Set<TaskID>

  /// Does it and adds a sentence for everything that was found.
  func run(_ said: inout [String]) {
    setAsideStrangers(&said)
    clearHalfMade(&said)
    for task in known.sorted() where StateFile.isRealDirectory(layout.shadow(of: task)) {
      StaleLocks.remove(inRepository: layout.shadow(of: task))
    }
    // Sockets of a service that is gone; nobody can come to them any more.
    for name in StateFile.names(in: layout.terminals) {
      try? StateFile.move("\(layout.terminals)/\(name)", to: "\(layout.trash)/\(name)-\(StateFile.token())")
    }
    emptyTrash(&said)
  }

  private func setAsideStrangers(_ said: inout [String]) {
    for name in StateFile.names(in: layout.tasks) where !name.hasPrefix(".new-") {
      let path = layout.tasks + "/" + name
      if let task = TaskID(parsing: name), name == task.description, known.contains(task) {
        if WorkspaceMarker(in: path) != nil { continue }
        said.append("\(path) has no readable marker: it is left as it is and never deleted")
        continue
      }
      do {
        try StateFile.makeDirectory(layout.lostFound)
        let target = "\(layout.lostFound)/\(name)-\(StateFile.token())"
        try StateFile.move(path, to: target)
        said.append("\(path) belongs to no known task and was moved to \(target)")
      } catch {
        said.append("\(path) belongs to no known task; \(error.text)")
      }
    }
  }

  private func clearHalfMade(_ said: inout [String]) {
    let templates = StateFile.names(in: layout.templates).map { layout.templates + "/" + $0 }
    for directory in [layout.tasks, layout.morgue, layout.mirrors] + templates {
      for name in StateFile.names(in: directory) where name.hasPrefix(".new-") {
        do {
          try StateFile.move(directory + "/" + name, to: "\(layout.trash)/\(name.dropFirst())-\(StateFile.token())")
          said.append("the half-made \(directory)/\(name) was cleared away")
        } catch {
          said.append(error.text)
        }
      }
    }
  }

  private func emptyTrash(_ said: inout [String]) {
    guard case .success(let trash) = OpenDirectory.open(layout.trash) else { return }
    for name in StateFile.names(in: layout.trash) {
      do { try TreeRemover.remove(name, in: trash) } catch { said.append("\(layout.trash)/\(name): \(error.text)") }
    }
  }
}
