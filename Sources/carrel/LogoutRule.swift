import Glibc
import Platform

/// Whether the system ends the service when its user logs out: `KillUserProcesses=` of logind.conf(5), which spares users that linger (loginctl(1)) and what
/// runs outside of the session's own scope.
struct LogoutRule {
  /// What stands before every path; a test has files of its own.
  var root = ""
  /// Whose.
  var user = Environment.userName ?? ""

  /// Why the service would not outlive a logout, and what to do; nil when it does.
  var warning: String? {
    guard Files.isDirectory(root + "/run/systemd/seats") || Files.isDirectory(root + "/run/systemd/sessions"), isInSession, killsProcesses
    else { return nil }
    if Files.exists(root + "/var/lib/systemd/linger/\(user)") { return nil }
    return "this system ends a user's processes at logout (KillUserProcesses=yes in logind.conf), the service and its agents as well; "
      + "`loginctl enable-linger \(user)` and starting the service with `systemd-run --user --scope carrel service start` keeps them"
  }

  /// Only what is in a session's scope is ended with it.
  private var isInSession: Bool {
    text("/proc/self/cgroup").split(separator: "\n").contains { $0.contains("/session-") && $0.contains(".scope") }
  }

  private var killsProcesses: Bool {
    let entries = files.flatMap(entries)
    func last(_ key: String) -> [Substring]? { entries.last { $0.key == key }?.value.split(separator: " ") }
    guard ["yes", "true", "1", "on", "y", "t"].contains(last("KillUserProcesses")?.first?.lowercased() ?? "") else { return false }
    if (last("KillExcludeUsers") ?? ["root"]).contains(where: { $0 == user }) { return false }
    let only = last("KillOnlyUsers") ?? []
    return only.isEmpty || only.contains { $0 == user }
  }

  /// The assignments of a file's `[Login]` section.
  private func entries(of path: String) -> [(key: String, value: String)] {
    var found: [(key: String, value: String)] = []
    var isLogin = false
    for raw in text(path).split(whereSeparator: \.isNewline) {
      let line = trimmed(raw)
      if line.hasPrefix("[") { isLogin = line == "[Login]" }
      guard isLogin, !line.hasPrefix("#"), !line.hasPrefix(";"), let sign = line.firstIndex(of: "=") else { continue }
      found.append((String(trimmed(line[..<sign])), String(trimmed(line[line.index(after: sign)...]))))
    }
    return found
  }

  private func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }

  /// In the order in which the later one holds (systemd's own rule: the main file, then the drop-ins by name).
  private var files: [String] {
    var dropIns: [String: String] = [:]
    for folder in ["/usr/lib/systemd", "/run/systemd", "/etc/systemd"] {
      for name in (try? Files.list(root + folder + "/logind.conf.d")) ?? [] where name.hasSuffix(".conf") {
        dropIns[name] = "\(folder)/logind.conf.d/\(name)"
      }
    }
    return ["/etc/systemd/logind.conf"] + dropIns.sorted { $0.key < $1.key }.map(\.value)
  }

  private func text(_ path: String) -> String { (try? Files.readText(root + path, limit: 1 << 20)) ?? "" }
}
