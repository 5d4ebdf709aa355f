package import Model

/// Something in the state directory that does not fit to the tasks that there are.
package struct StateOddity: Hashable, Sendable {
  /// What it is.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A directory of no known task: put aside, never deleted.
    case stranger
    /// A directory of a known task without a readable marker, or with that of another directory: left alone.
    case unmarked
    /// A workspace of a completed task, left by a crash.
    case finished
    /// A task whose workspace is gone.
    case missing
    /// Something half made.
    case halfMade
    /// Something that waits to be deleted.
    case trash
    /// A lock that a killed git left.
    case lock
    /// A reference in a mirror that keeps a commit for a task that needs it no more.
    case pin
    /// Something mounted below the state directory.
    case mount
  }

  /// What it is.
  package var kind: Kind
  /// Where it is.
  package var path: String
  /// The task that it speaks of, if it does.
  package var task: TaskID?
  /// The name of the reference, for a pin.
  var reference = ""

  init(_ kind: Kind, _ path: String, task: TaskID? = nil, reference: String = "") {
    self.kind = kind
    self.path = path
    self.task = task
    self.reference = reference
  }

  /// What it is and what is to be done, as one sentence.
  package var text: String {
    switch kind {
    case .stranger: "\(path) belongs to no task; the next start of the service moves it to morgue/lost-found, where nothing is deleted"
    case .unmarked: "\(path) has no marker that fits, so it is never deleted; look what it is and move it away"
    case .finished: "\(path) is left of \(name), which is complete; the next start of the service removes it"
    case .missing: "the workspace of \(name) is gone (\(path)); `carrel retry \(name)` makes a new one, `carrel discard \(name)` ends it"
    case .halfMade: "\(path) was being made when the service was killed, and nothing uses it"
    case .trash: "\(path) was deleted and only takes up space"
    case .lock: "\(path) was left by a git that was killed, and keeps the next one from writing"
    case .pin: "\(reference) in \(path) keeps a commit for \(name), which needs it no more"
    case .mount: "something is mounted at \(path); unmount it with `umount \(path)`, until then nothing there is deleted"
    }
  }

  /// Whether it is certainly ours and in nobody's use while no service runs.
  package var isRemovable: Bool {
    switch kind {
    case .stranger, .halfMade, .trash, .lock, .pin: true
    case .unmarked, .finished, .missing, .mount: false
    }
  }

  private var name: String { task?.description ?? "a task" }
}
