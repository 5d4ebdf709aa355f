import Glibc
import Platform
import Testing

/// `KillUserProcesses=` as logind.conf(5) and loginctl(1) have it: stubs of their files, since this machine has no systemd.
@Suite struct LogoutRuleTests {
  private static let inSession = "0::/user.slice/user-1000.slice/session-3.scope\n"

  private func warning(_ files: [String: String], user: String = "ann") throws -> String? {
    let root = try TemporaryDirectory()
    defer { empty(root.path) }
    for (path, text) in files {
      try Files.makeDirectory(Files.parent(of: root.path + path))
      try Files.writeAtomically(Array(text.utf8), to: root.path + path)
    }
    return LogoutRule(root: root.path, user: user).warning
  }

  private func empty(_ directory: String) {
    for name in (try? Files.list(directory)) ?? [] {
      let path = "\(directory)/\(name)"
      if Files.isDirectory(path) { empty(path) }
      if unlink(path) != 0 { rmdir(path) }
    }
  }

  private func files(_ configuration: String, _ more: [String: String] = [:]) -> [String: String] {
    [
      "/run/systemd/sessions/3": "", "/proc/self/cgroup": Self.inSession, "/etc/systemd/logind.conf": configuration,
    ].merging(more) { $1 }
  }

  @Test func itIsSaidWithWhatToDo() throws {
    let text = try warning(files("[Login]\nKillUserProcesses=yes\n"))
    #expect(text?.contains("loginctl enable-linger ann") == true)
    #expect(try warning(files("[Login]\n  KillUserProcesses = true\n")) != nil)
  }

  @Test func nothingIsSaidWhereItDoesNotApply() throws {
    #expect(try warning([:]) == nil)
    #expect(try warning(files("[Login]\n#KillUserProcesses=yes\n")) == nil)
    #expect(try warning(files("[Login]\nKillUserProcesses=no\n")) == nil)
    #expect(try warning(files("[Other]\nKillUserProcesses=yes\n")) == nil)
    // root is spared unless it is named; others can be.
    #expect(try warning(files("[Login]\nKillUserProcesses=yes\n"), user: "root") == nil)
    #expect(try warning(files("[Login]\nKillUserProcesses=yes\nKillExcludeUsers=\n"), user: "root") != nil)
    #expect(try warning(files("[Login]\nKillUserProcesses=yes\nKillExcludeUsers=root ann\n")) == nil)
    #expect(try warning(files("[Login]\nKillUserProcesses=yes\nKillOnlyUsers=bob\n")) == nil)
    // A user that lingers, and a service outside of the session's scope.
    #expect(try warning(files("[Login]\nKillUserProcesses=yes\n", ["/var/lib/systemd/linger/ann": ""])) == nil)
    let scope = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/run-1.scope\n"
    #expect(try warning(files("[Login]\nKillUserProcesses=yes\n", ["/proc/self/cgroup": scope])) == nil)
  }

  @Test func dropInsHoldOverTheFile() throws {
    let dropIn = ["/etc/systemd/logind.conf.d/50-kill.conf": "[Login]\nKillUserProcesses=yes\n"]
    #expect(try warning(files("[Login]\nKillUserProcesses=no\n", dropIn)) != nil)
    let later = dropIn.merging(["/run/systemd/logind.conf.d/60-keep.conf": "[Login]\nKillUserProcesses=no\n"]) { $1 }
    #expect(try warning(files("", later)) == nil)
  }
}
