package import Model

/// Where Carrel keeps what (CONTRACT.md, "Files"): pure path arithmetic under one root directory of mode 0700.
package struct StateLayout: Hashable, Sendable {
  /// The state directory, absolute, without a slash at its end.
  package let root: String

  /// The layout under this absolute directory.
  package init(root: String) {
    var text = root[...]
    while text.count > 1, text.last == "/" { text.removeLast() }
    self.root = String(text)
  }

  /// Bare copies of the repositories, one per source.
  package var mirrors: String { root + "/mirrors" }
  /// Pristine trees by commit.
  package var templates: String { root + "/templates" }
  /// One directory per task.
  package var tasks: String { root + "/tasks" }
  /// What is being deleted.
  package var trash: String { root + "/trash" }
  /// Where merges in memory keep what git makes of them, while they run.
  var merging: String { root + "/merging" }
  /// Sealed work that was never published.
  package var morgue: String { root + "/morgue" }
  /// The sockets on which operators' terminals are handed over, a directory each; empty when the service starts.
  package var terminals: String { root + "/tty" }
  /// Directories that nobody knows, put aside at the start of the service.
  package var lostFound: String { morgue + "/lost-found" }
  /// The directories that have to exist before anything else.
  package var directories: [String] { [root, mirrors, templates, tasks, trash, morgue, terminals] }
  /// The global configuration for reading repositories that the operator named: it only says that their owner does not
  /// matter and that nothing is to be gained by packing tightly what stays on this machine.
  var sourceConfiguration: String { mirrors + "/.source.gitconfig" }

  /// Everything of one task.
  package func directory(of task: TaskID) -> String { "\(tasks)/\(task)" }
  /// The agent's tree.
  package func workspace(of task: TaskID) -> String { directory(of: task) + "/ws" }
  /// The agent's home.
  package func home(of task: TaskID) -> String { directory(of: task) + "/home" }
  /// The service's own repository for the task, never shown to an agent.
  package func shadow(of task: TaskID) -> String { directory(of: task) + "/git" }
  /// The task's log directory.
  package func log(of task: TaskID) -> String { directory(of: task) + "/log" }
  /// The task's entry in the morgue.
  package func morgue(of task: TaskID) -> String { "\(morgue)/\(task)" }
}
