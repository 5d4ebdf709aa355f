import Configuration
import Egress
import Model
import Platform
import Sandbox
import Supervision
import Workspaces

/// The service's half of `carrel shell`: the hidden command line that opens the task's sandbox on the client's terminal.
struct ShellCommand: Sendable {
  let desk: Desk

  /// Program and arguments for `SandboxShell`.
  func line(_ task: TaskRecord, _ command: [String]) async throws(SupervisionError) -> [String] {
    guard let workspace = task.workspacePath, let place = desk.workspaces.workspace(of: task.id) else {
      throw SupervisionError(.refused, "Opening a shell in \(task.id): it has no workspace\(task.phase.isEnd ? " any more" : " yet").")
    }
    // The agent's own, else the one that it would get; never less than was asked for.
    let level = task.sandbox?.level ?? desk.settings.sandbox.level
    let network = task.sandbox?.network ?? level.network(desk.settings.sandbox.network)
    if let problem = desk.sandbox.problem(level, network: network) {
      throw SupervisionError(.refused, "Opening a shell in \(task.id): \(problem).")
    }
    let hosts = network == .engine ? await desk.hostRules(task).allowed.map(\.rule.text).joined(separator: ",") : ""
    let program = Environment.executable ?? "carrel"
    return [
      program, "sandbox-shell", level.rawValue, network.rawValue, workspace, place.home, place.mirrorObjects,
      "limits=\(desk.limits.argument)", "hosts=\(hosts)", "--",
    ] + command
  }
}
