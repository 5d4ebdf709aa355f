/// What changed after a run, as far as it is known.
package struct LaterChange: Hashable, Sendable, Codable {
  /// Files that were edited, by path.
  package var files: [String] = []
  /// Whether there were more than are named.
  package var isMore = false
  /// Commands that may have changed files, as they were written; the first few.
  package var commands: [String] = []
  /// Whether the tree that was measured later is another one.
  package var isOtherTree = false

  /// Files and commands that are named at most.
  package static let most = 100

  /// Nothing changed.
  package init() {}

  /// Whether nothing changed, as far as is known.
  package var isNone: Bool { files.isEmpty && !isMore && commands.isEmpty && !isOtherTree }

  /// "2 files changed", "commands that may change files ran"; empty when nothing changed.
  package var words: String {
    if isMore { return "more than \(files.count) files changed" }
    if !files.isEmpty { return "\(files.count) \(files.count == 1 ? "file" : "files") changed" }
    if isOtherTree { return "files changed" }
    return commands.isEmpty ? "" : "commands ran that may change files"
  }

  mutating func add(file: String) {
    guard !files.contains(file) else { return }
    if files.count < Self.most { files.append(file) } else { isMore = true }
  }

  mutating func add(command: String) {
    if commands.count < 5, !commands.contains(command) { commands.append(command) }
  }
}
