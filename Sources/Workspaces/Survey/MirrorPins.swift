internal import Glibc
internal import Model

/// The references that keep commits for tasks in a mirror, read from git's own files (gitrepository-layout(5)): loose ones and `packed-refs`.
struct MirrorPins {
  /// Keeps the base of a workspace.
  static let workspace = "pin"
  /// Keeps the base of sealed work.
  static let morgue = "morgue"
  /// Keeps what a task has handed over.
  static let handed = "handed"

  /// Keeps what a task has published as long as its pull request is open.
  static let open = "open"

  /// One of them.
  struct Pin: Hashable {
    var family: String
    var task: TaskID
    var reference: String { "refs/carrel/\(family)/\(task)" }
  }

  /// The mirror's directory.
  let mirror: String

  /// All of them, sorted by their names.
  var all: [Pin] {
    var names: Set<String> = []
    for family in StateFile.names(in: mirror + "/refs/carrel") {
      for name in StateFile.names(in: "\(mirror)/refs/carrel/\(family)") { names.insert("\(family)/\(name)") }
    }
    for line in packed.split(separator: "\n") {
      let prefix = " refs/carrel/"
      if let space = line.firstIndex(of: " "), line[space...].hasPrefix(prefix) {
        names.insert(String(line[space...].dropFirst(prefix.count)))
      }
    }
    return names.sorted().compactMap { name in
      let parts = name.split(separator: "/")
      guard parts.count == 2, let task = TaskID(parsing: parts[1]), task.description == parts[1] else { return nil }
      let family = String(parts[0])
      return [Self.workspace, Self.morgue, Self.handed, Self.open].contains(family) ? Pin(family: family, task: task) : nil
    }
  }

  /// Removes one. Only while no git writes to the mirror: from the packed file first, for the loose one stands before it.
  /// - Throws: what the file system refused.
  func remove(_ reference: String) throws(WorkspaceError) {
    let text = packed
    let kept = lines(of: text, without: reference)
    if kept != text { try StateFile.write(Array(kept.utf8), to: mirror + "/packed-refs") }
    let path = "\(mirror)/\(reference)"
    guard unlink(path) == 0 || errno == ENOENT else { throw SystemFailure(errno).error("removing \(path)") }
  }

  private var packed: String {
    StateFile.read(mirror + "/packed-refs").map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// A line that begins with `^` belongs to the one before: what an annotated tag points to.
  private func lines(of text: String, without reference: String) -> String {
    var kept = ""
    var drops = false
    for line in text.split(separator: "\n") {
      if !line.hasPrefix("^") { drops = line.hasSuffix(" " + reference) }
      if !drops { kept += line + "\n" }
    }
    return kept
  }
}
