internal import Glibc
internal import Model

/// Decides whether a directory may be deleted: only our own, only where it was made, only when nobody uses it (F2, F3). Blocks.
struct WorkspaceGuard: Sendable {
  let layout: StateLayout

  /// The task's directory, opened, with its marker, if it is there and ours.
  /// - Returns: nil when there is no such directory at all.
  /// - Throws: `notOurs` with the reason.
  func check(_ task: TaskID) throws(WorkspaceError) -> (tasks: OpenDirectory, marker: WorkspaceMarker)? {
    let path = layout.directory(of: task)
    let tasks: OpenDirectory
    switch OpenDirectory.open(layout.tasks) {
    case .success(let opened): tasks = opened
    case .failure(let reason):
      if reason.code == ENOENT { return nil }
      throw .notOurs(path: layout.tasks, reason: "it is no plain directory")
    }
    let name = Array(task.description.utf8)
    guard let stamp = tasks.stat(name) else { return nil }
    guard stamp.kind == .directory else { throw .notOurs(path: path, reason: "it is no directory but a link or a file") }
    guard stamp.device == tasks.stat()?.device else { throw .notOurs(path: path, reason: "another file system is mounted there") }
    guard let marker = WorkspaceMarker(in: path) else { throw .notOurs(path: path, reason: "it has no marker of ours") }
    guard marker.task == task, marker.inode == stamp.inode else {
      throw .notOurs(path: path, reason: "its marker belongs to another directory")
    }
    if let mount = WorkspaceGuard.mount(at: path) { throw .notOurs(path: path, reason: "something is mounted at \(mount)") }
    return (tasks, marker)
  }

  /// The first mount point at or below a path.
  static func mount(at path: String) -> String? { mounts(below: path, andAt: true, most: 1).first }

  /// The mount points below a path, in the order of the kernel.
  static func mounts(below path: String, andAt: Bool = false, most: Int = .max) -> [String] {
    // The kernel gives /proc files no size: they are read to their end.
    guard let file = fopen("/proc/self/mountinfo", "re") else { return [] }
    defer { fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    var found: [String] = []
    while found.count < most, getline(&line, &capacity, file) > 0, let line {
      let fields = String(cString: line).split(separator: " ")
      guard fields.count > 4 else { continue }
      let point = unescaped(fields[4])
      if (andAt && point == path) || point.hasPrefix(path + "/") { found.append(point) }
    }
    return found
  }

  /// A process other than ours whose working directory, root or open file is in the directory.
  static func user(of path: String) -> (pid: Int32, program: String)? {
    let own = getpid()
    for name in StateFile.names(in: "/proc") {
      guard let pid = Int32(name), pid != own else { continue }
      let process = "/proc/\(name)"
      var links = ["cwd", "root"]
      links += StateFile.names(in: process + "/fd").map { "fd/" + $0 }
      for link in links {
        guard let target = target(of: process + "/" + link), target == path || target.hasPrefix(path + "/") else { continue }
        let program = StateFile.firstLine(process + "/comm") ?? "unknown"
        return (pid, program)
      }
    }
    return nil
  }

  private static func target(of link: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink(link, &buffer, buffer.count - 1)
    return count > 0 ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }

  /// mountinfo writes space, tab, newline and backslash in octal.
  private static func unescaped(_ text: Substring) -> String {
    String(text).replacing("\\040", with: " ").replacing("\\011", with: "\t").replacing("\\012", with: "\n").replacing("\\134", with: "\\")
  }
}
