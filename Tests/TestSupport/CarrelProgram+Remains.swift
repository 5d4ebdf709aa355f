import Glibc
import Platform

extension CarrelProgram {
  /// Every process that has to do with this world: its directory is in the command line, the environment or the working directory. Number and command line.
  package var processes: [Int32: String] {
    var found: [Int32: String] = [:]
    for name in (try? Files.list("/proc")) ?? [] {
      guard let pid = Int32(name), pid != getpid() else { continue }
      let line = text("/proc/\(pid)/cmdline")
      let place = Files.linkTarget("/proc/\(pid)/cwd") ?? ""
      guard line.contains(root.path) || text("/proc/\(pid)/environ").contains(root.path) || place.hasPrefix(root.path) else { continue }
      found[pid] = line
    }
    return found
  }

  /// The names of what lies in the directory of workspaces.
  package var workspaces: [String] { ((try? Files.list("\(state)/tasks")) ?? []).sorted() }

  /// Waits until no process is left, then looks for mounts.
  /// - Throws: `TestRepositoryFailure` with what is left.
  package func nothingIsLeft() async throws {
    do {
      try await Patience.until("the end of all processes", deadline: 30) { processes.isEmpty }
    } catch {
      let left = processes.map { "\($0.key) \($0.value)" }.joined(separator: "\n")
      try await killWhatIsLeft()
      throw TestRepositoryFailure(text: "these processes are left:\n\(left)")
    }
    let mounts = text("/proc/self/mountinfo").split(separator: "\n").filter { $0.contains(root.path) }
    guard mounts.isEmpty else { throw TestRepositoryFailure(text: "these mounts are left:\n\(mounts.joined(separator: "\n"))") }
  }

  /// Ends what a failed test left, so that no other test meets it.
  func killWhatIsLeft() async throws {
    for pid in processes.keys { kill(pid, SIGKILL) }
    try? await Patience.until("the end of killed processes", deadline: 10) { processes.isEmpty }
  }

  private func text(_ path: String) -> String {
    guard let bytes = try? Files.read(path, limit: 1 << 22) else { return "" }
    return String(decoding: bytes.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
  }
}
