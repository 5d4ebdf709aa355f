/// The matrix as a table of short words, the same on the command line and in the interface: a sign and the number of files, so that no colour is needed.
extension CollisionMatrix {
  /// "!2" two files do not merge, "~1" one file is shared and merges, "." nothing in common, "-" the task itself.
  package func cell(_ row: TaskID, _ column: TaskID) -> String {
    if row == column { return "-" }
    guard let collision = collision(row, column) else { return "." }
    switch collision.kind {
    case .none: return "."
    case .shared: return "~" + Self.number(collision.count)
    case .conflict: return "!" + Self.number(max(1, collision.conflicts.count))
    }
  }

  /// How a task stands to its branch: "ok", "!2" two files do not merge, "=" nothing is left of it.
  package func cell(of task: TaskID) -> String {
    guard let standing = standings[task] else { return "?" }
    switch standing.kind {
    case .merges: return "ok"
    case .conflicts: return "!" + Self.number(standing.files.count)
    case .nothingLeft: return "="
    }
  }

  private static func number(_ count: Int) -> String { count > 99 ? "++" : String(count) }

  /// What the signs mean, in one line.
  package static let legend = "! conflicts  ~ same files, merges  . nothing in common; numbers count files"
}
