package import Model

extension WorkspaceStore {
  /// Begins to watch a task's workspace: from the next `snapshot` on, `changed` is called, once, when something in it changes after it was looked at. Watching
  /// again only replaces `changed`.
  /// - Parameter changed: called on any thread; must not wait.
  package nonisolated func watch(_ task: TaskID, changed: @escaping @Sendable () -> Void) { watcher.begin(task, tell: changed) }

  /// Lets the watches of a task go.
  package nonisolated func unwatch(_ task: TaskID) { watcher.end(task) }

  /// Whether changes of a task's workspace are told: it is watched and the machine had enough watches.
  package nonisolated func isWatched(_ task: TaskID) -> Bool { watcher.sees(task) }

  /// Why a task that should be watched is not, in a sentence for the operator; nil: it is, or was not asked to be.
  package nonisolated func watchRemark(_ task: TaskID) -> String? {
    guard watcher.isBlind(task) else { return nil }
    return
      "Watching \(task)'s workspace: this machine's limit of watched directories is reached, so that its diff is brought up to date at the end of each "
      + "tool and turn only; raise fs.inotify.max_user_watches (sysctl) to have it live."
  }

  /// How many directories are watched: of a task, or of all.
  package nonisolated func watchedDirectories(_ task: TaskID? = nil) -> Int { watcher.count(task) }
}
