package import Model

/// Work in the morgue: what is needed to bring it back, and a patch that needs nothing but git (CONTRACT.md, "A task's life").
package struct SealedWork: Hashable, Sendable {
  /// Whose it was.
  package var task: TaskID
  /// The directory with `description`, `work.bundle` and `work.patch`.
  package var path: String
  /// The title that it was sealed with.
  package var title: String
  /// The tree.
  package var tree: String
  /// The commit that holds the tree in the bundle.
  package var commit: String
  /// The commit that it was based on.
  package var base: String
  /// The branch that the base stood for.
  package var branch: String?
  /// Where the code came from.
  package var location: RepositoryLocation
  var mirror: String

  static let description = "description"
  static let bundle = "work.bundle"
  static let patch = "work.patch"

  /// Reads an entry of the morgue; nil when it is not whole.
  init?(at path: String) {
    guard let bytes = StateFile.read(path + "/" + SealedWork.description, limit: 1 << 20) else { return nil }
    let record = Record(bytes: bytes)
    guard let task = record["task"].flatMap({ TaskID(parsing: $0) }), let tree = record["tree"], let commit = record["commit"],
      let base = record["base"], let source = record["source"], let target = record["publish"], let mirror = record["mirror"],
      ObjectName.isValid(tree), ObjectName.isValid(base), ObjectName.isValid(commit)
    else { return nil }
    self.task = task
    self.path = path
    self.title = record["title"] ?? ""
    self.tree = tree
    self.commit = commit
    self.base = base
    self.branch = record["branch"]
    self.location = RepositoryLocation(source: source, publishTo: target)
    self.mirror = mirror
  }

  init(task: TaskID, path: String, title: String, tree: String, commit: String, marker: WorkspaceMarker) {
    self.task = task
    self.path = path
    self.title = title
    self.tree = tree
    self.commit = commit
    base = marker.base
    branch = marker.branch
    location = marker.location
    mirror = marker.mirror
  }

  /// The description's bytes.
  var bytes: [UInt8] {
    var record = Record([
      "task": task.description, "title": title, "tree": tree, "commit": commit, "base": base, "source": location.source,
      "publish": location.publishTo, "mirror": mirror,
      "how": "git am work.patch on the base commit, or git fetch work.bundle refs/carrel/sealed, or carrel undelete \(task)",
    ])
    record["branch"] = branch
    return record.bytes
  }
}
