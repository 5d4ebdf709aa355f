import Configuration
import Model
import Platform
import Sandbox
import Storage
import Supervision
import Wire
import Workspaces

/// `carrel doctor`: what is wrong on this machine, and what was left behind.
struct Doctor: Sendable {
  let desk: Desk

  /// What was looked at, and what was found.
  func findings() async -> [Finding] {
    var findings: [Finding] = []
    findings.append(
      desk.sandbox.isAvailable
        ? Finding(
          level: .ok, subject: "sandbox", text: "namespaces work; tasks are isolated, network \(desk.settings.sandbox.network.rawValue)")
        : Finding(level: .problem, subject: "sandbox", text: desk.sandbox.text))
    findings += desk.sandbox.lines.dropFirst().map { Finding(level: .ok, subject: "sandbox", text: $0) }
    let free = desk.workspaces.freeSpace() ?? 0
    findings.append(
      Finding(level: free < 1 << 30 ? .warning : .ok, subject: "disk", text: "\(free >> 20) MiB free in \(desk.workspaces.layout.root)"))
    for status in await EngineNames.statuses(desk) {
      let isDefault = status.name == desk.settings.defaultEngine
      let level: Finding.Level = status.problem == nil ? .ok : isDefault ? .problem : .warning
      let text = status.problem ?? [status.version, status.credential].compactMap { $0 }.joined(separator: ", ")
      findings.append(Finding(level: level, subject: "engine \(status.name)", text: text))
    }
    findings += await leftOvers()
    return findings
  }

  /// Directories of tasks that nobody knows, and trash that was not emptied.
  private func leftOvers() async -> [Finding] {
    let layout = desk.workspaces.layout
    let known = Set(((try? await desk.reader.tasks()) ?? []).filter { $0.workspacePath != nil || !$0.phase.isEnd }.map(\.id.description))
    var findings: [Finding] = []
    let unknown = ((try? Files.list(layout.tasks)) ?? []).filter { !known.contains($0) }.sorted()
    if !unknown.isEmpty {
      findings.append(
        Finding(
          level: .warning, subject: "workspaces",
          text: "left over: \(unknown.joined(separator: " ")); the next start of the service puts them aside in \(layout.lostFound)"))
    }
    let trash = ((try? Files.list(layout.trash)) ?? []).count
    if trash > 0 { findings.append(Finding(level: .warning, subject: "trash", text: "\(trash) directories wait to be deleted")) }
    if findings.isEmpty { findings.append(Finding(level: .ok, subject: "left-overs", text: "none")) }
    return findings
  }
}
