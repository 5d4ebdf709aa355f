/// What a tool call says that it did to one file.
package struct RecordedEdit: Hashable, Sendable {
  /// The ways.
  package enum Change: Hashable, Sendable {
    /// The whole content.
    case write(String)
    /// One text for another, once or wherever it stands.
    case replace(old: String, new: String, all: Bool)
    /// Runs of lines for others.
    case hunks([Run])
    /// The file is gone.
    case delete
  }

  /// Lines that stand where others stood; both with the lines around them.
  package struct Run: Hashable, Sendable {
    /// Before.
    package var old: [String]
    /// After.
    package var new: [String]

    /// A run.
    package init(old: [String], new: [String]) {
      self.old = old
      self.new = new
    }
  }

  /// The path, as the call wrote it.
  package var path: String
  /// What it did.
  package var change: Change

  /// An edit.
  package init(path: String, change: Change) {
    self.path = path
    self.change = change
  }
}
