package import Model

/// A request's name among those of all tasks: its id is unique in its session only.
package struct RequestName: Hashable, Sendable {
  /// The task.
  package var task: TaskID
  /// Its request.
  package var request: String

  /// A name.
  package init(task: TaskID, request: String) {
    self.task = task
    self.request = request
  }
}
