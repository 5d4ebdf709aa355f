internal import Model

/// The file that makes a directory one of ours: what it is for, and which inode it was written into. Nothing without a marker that fits
/// is ever deleted.
struct WorkspaceMarker: Hashable {
  /// Its name in the task's directory.
  static let name = ".carrel-workspace"

  var task: TaskID
  var inode: UInt64
  var token: String
  var base: String
  var branch: String?
  var location: RepositoryLocation
  var mirror: String
  var remarks: [String]
  var setupScript: String?
  var isSetUp = false

  /// The marker in a task's directory; nil when there is none that can be read.
  init?(in directory: String) {
    guard let bytes = StateFile.read(directory + "/" + WorkspaceMarker.name, limit: 1 << 20) else { return nil }
    let record = Record(bytes: bytes)
    guard let task = record["task"].flatMap({ TaskID(parsing: $0) }), let inode = record["inode"].flatMap({ UInt64($0) }),
      let token = record["token"], let base = record["base"], ObjectName.isValid(base), let source = record["source"],
      let target = record["publish"], let mirror = record["mirror"]
    else { return nil }
    self.init(
      task: task, inode: inode, token: token, base: base, branch: record["branch"],
      location: RepositoryLocation(source: source, publishTo: target), mirror: mirror,
      remarks: record["remarks"].map { $0.split(separator: "\n").map(String.init) } ?? [])
    setupScript = record["script"]
    isSetUp = record["setup"] == "done"
  }

  init(
    task: TaskID, inode: UInt64, token: String, base: String, branch: String?, location: RepositoryLocation, mirror: String,
    remarks: [String]
  ) {
    self.task = task
    self.inode = inode
    self.token = token
    self.base = base
    self.branch = branch
    self.location = location
    self.mirror = mirror
    self.remarks = remarks
  }

  /// The file's bytes.
  var bytes: [UInt8] {
    var record = Record([
      "task": task.description, "inode": String(inode), "token": token, "base": base, "source": location.source,
      "publish": location.publishTo, "mirror": mirror, "remarks": remarks.joined(separator: "\n"),
    ])
    record["branch"] = branch
    record["script"] = setupScript
    if isSetUp { record["setup"] = "done" }
    return record.bytes
  }

  /// The workspace that it marks.
  func workspace(_ layout: StateLayout) -> PreparedWorkspace {
    PreparedWorkspace(
      task: task, path: layout.workspace(of: task), home: layout.home(of: task), shadow: layout.shadow(of: task),
      log: layout.log(of: task), baseCommit: base, baseBranch: branch, location: location, mirrorObjects: mirror + "/objects",
      remarks: remarks, setupScript: setupScript, isSetUp: isSetUp)
  }
}
