internal import Glibc
internal import Model
internal import Platform
internal import Synchronization

/// Watches the directories of running tasks' workspaces with one inotify instance, and keeps what may have changed in each until it is looked at (facts, "Live
/// diffs"). Directories are added by the walk that enters them, by descriptor, before it reads their names: what changes afterwards is told, what changed before
/// is read. Nothing polls: while nothing changes, nothing here runs. Any thread.
final class WorkspaceWatcher: Sendable {
  private struct Directory {
    var watch: Int32
    var inode: UInt64
  }

  private struct Watched {
    var directories: [TreePath: Directory] = [:]
    var dirty = DirtyPaths.everything
    var tell: @Sendable () -> Void
    /// Whether it was told since it was last looked at.
    var isTold = false
    /// Whether there were too few watches: it is told nothing any more.
    var isBlind = false
  }

  private struct State {
    var places: [Int32: (task: TaskID, path: TreePath)] = [:]
    var tasks: [TaskID: Watched] = [:]
    var isReading = false
  }

  private let watcher: DirectoryWatcher?
  private let most: Int
  private let state = Mutex(State())

  /// A watcher without watches.
  /// - Parameter most: the most directories; nil: three quarters of what the machine gives a user, so that the operator's own programs find some too.
  init(most: Int? = nil) {
    watcher = try? DirectoryWatcher()
    let limit = StateFile.firstLine("/proc/sys/fs/inotify/max_user_watches").flatMap { Int($0) } ?? 8192
    self.most = most ?? limit / 4 * 3
  }

  /// Begins to watch a task's workspace, or goes on. Everything counts as changed until it is looked at.
  /// - Parameter tell: called once when something changes after it was looked at; must not wait.
  func begin(_ task: TaskID, tell: @escaping @Sendable () -> Void) {
    let begins = state.withLock { state -> Bool in
      guard watcher != nil else { return false }
      if state.tasks[task] != nil {
        state.tasks[task]?.tell = tell
        return false
      }
      // Nobody is told before the first look: whoever begins to watch looks.
      state.tasks[task] = Watched(tell: tell, isTold: true)
      defer { state.isReading = true }
      return !state.isReading
    }
    if begins { wait() }
  }

  /// Lets go of a task's workspace.
  func end(_ task: TaskID) {
    state.withLock { state in
      guard let watched = state.tasks.removeValue(forKey: task) else { return }
      drop(watched.directories.values.map(\.watch), &state)
    }
  }

  /// Whether changes of the task's workspace are told.
  func sees(_ task: TaskID) -> Bool { state.withLock { $0.tasks[task].map { !$0.isBlind } ?? false } }

  /// Whether the task is to be watched and there were too few watches for it.
  func isBlind(_ task: TaskID) -> Bool { watcher == nil || state.withLock { $0.tasks[task]?.isBlind ?? false } }

  /// How many directories are watched, of one task or of all.
  func count(_ task: TaskID? = nil) -> Int {
    state.withLock { state in task.map { state.tasks[$0]?.directories.count ?? 0 } ?? state.places.count }
  }

  /// What changed up to this moment since the last call; the next change is told again. The watches below directories that came or went are let go: the walk
  /// that follows adds those that are there.
  func take(_ task: TaskID) -> DirtyPaths {
    let (dirty, told) = state.withLock { state -> (DirtyPaths, [@Sendable () -> Void]) in
      let told = read(&state, sparing: task)
      guard state.tasks[task]?.isBlind == false, let dirty = state.tasks[task]?.dirty else { return (.everything, told) }
      state.tasks[task]?.dirty = .nothing
      state.tasks[task]?.isTold = false
      if !dirty.trees.isEmpty { forget(task, &state) { dirty.covers($0) } }
      return (dirty, told)
    }
    for tell in told { tell() }
    return dirty
  }

  /// Notes that the next look has to be at everything, since the last one failed.
  func distrust(_ task: TaskID) { state.withLock { $0.tasks[task]?.dirty.addEverything() } }

  /// Watches a directory that a walk is about to read. Nothing when it is watched already, or the task is not watched.
  func cover(_ path: TreePath, _ directory: OpenDirectory, of task: TaskID) {
    guard let watcher else { return }
    state.withLock { state in
      guard state.tasks[task]?.isBlind == false, let inode = directory.stat()?.inode else { return }
      if let known = state.tasks[task]?.directories[path], known.inode == inode { return }
      guard state.places.count < most else { return blind(task, &state) }
      do throws(DirectoryWatcher.Refusal) {
        let number = try watcher.add(directory.descriptor)
        // It may be known under another path: it was moved.
        if let old = state.places[number], old.task == task, state.tasks[task]?.directories[old.path]?.watch == number {
          state.tasks[task]?.directories[old.path] = nil
        }
        if let other = state.tasks[task]?.directories[path], other.watch != number { drop([other.watch], &state) }
        state.places[number] = (task, path)
        state.tasks[task]?.directories[path] = Directory(watch: number, inode: inode)
      } catch {
        if error == .limit { blind(task, &state) }
      }
    }
  }

  /// Lets go of the directories that a walk through everything did not enter.
  func keep(only entered: Set<TreePath>, of task: TaskID) {
    state.withLock { state in forget(task, &state) { !entered.contains($0) } }
  }

  // MARK: Inside

  /// Waits for the next event, without holding this object.
  private func wait() {
    watcher?.onEvents { [weak self] in
      self?.readAll()
      // What comes in a burst is read in a few pieces, not one by one.
      Task { [weak self] in
        try? await pause(for: .milliseconds(10))
        self?.goOn()
      }
    }
  }

  private func goOn() {
    let goesOn = state.withLock { state in
      state.isReading = !state.tasks.isEmpty
      return state.isReading
    }
    if goesOn { wait() }
  }

  private func readAll() {
    let told = state.withLock { read(&$0, sparing: nil) }
    for tell in told { tell() }
  }

  /// Reads what the kernel has to say; gives back whom to tell.
  private func read(_ state: inout State, sparing task: TaskID?) -> [@Sendable () -> Void] {
    guard let watcher else { return [] }
    var touched: Set<TaskID> = []
    for event in watcher.read() {
      if event.kind == .overflow {
        for task in state.tasks.keys { state.tasks[task]?.dirty.addEverything() }
        touched.formUnion(state.tasks.keys)
        continue
      }
      guard let place = state.places[event.watch] else { continue }
      if event.kind == .ended {
        state.places[event.watch] = nil
        if state.tasks[place.task]?.directories[place.path]?.watch == event.watch {
          state.tasks[place.task]?.directories[place.path] = nil
        }
        guard place.path.bytes.isEmpty else { continue }
        state.tasks[place.task]?.dirty.addEverything()
      } else {
        // The directory itself is told of by the one above it; a directory's mode is nothing that a tree holds; the top `.git` is nobody's business.
        if event.name.isEmpty || event.isDirectory && !event.isTree { continue }
        if place.path.bytes.isEmpty, event.name.elementsEqual(".git".utf8) { continue }
        state.tasks[place.task]?.dirty.add(place.path.appending(event.name), isTree: event.isTree)
      }
      touched.insert(place.task)
    }
    var told: [@Sendable () -> Void] = []
    for id in touched where id != task {
      guard state.tasks[id]?.isTold == false, state.tasks[id]?.isBlind == false, let tell = state.tasks[id]?.tell else { continue }
      state.tasks[id]?.isTold = true
      told.append(tell)
    }
    return told
  }

  /// Lets go of a task's directories that the test holds for. Nothing here keeps a copy of the dictionary while it is changed.
  private func forget(_ task: TaskID, _ state: inout State, where test: (TreePath) -> Bool) {
    guard let lost = state.tasks[task]?.directories.filter({ test($0.key) }), !lost.isEmpty else { return }
    for path in lost.keys { state.tasks[task]?.directories[path] = nil }
    drop(lost.values.map(\.watch), &state)
  }

  private func drop(_ watches: [Int32], _ state: inout State) {
    for number in watches {
      state.places[number] = nil
      watcher?.remove(number)
    }
  }

  private func blind(_ task: TaskID, _ state: inout State) {
    forget(task, &state) { _ in true }
    state.tasks[task]?.isBlind = true
  }
}
