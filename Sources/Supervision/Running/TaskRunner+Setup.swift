import Configuration
import Glibc
import Model
import Platform
import Sandbox
import Storage
import Workspaces

/// Setups that are not the task's own: the one that all workspaces of a commit share, and the script that a repository brings.
extension TaskRunner {
  /// What is to happen with a repository's own setup script.
  enum OwnScript {
    /// There is none, or an operator said no.
    case none
    /// An operator is asked first.
    case asked
    /// It was allowed; the command that runs it.
    case run(String)
  }

  /// What the configuration wants of a task's workspace. A setup is shared only where its sandbox can be had without asking.
  func wish(for task: TaskRecord) async -> WorkspaceWish {
    guard let settings = desk.settings.repository(matching: task.repository) else { return WorkspaceWish() }
    var wish = WorkspaceWish(sparse: settings.sparse)
    guard settings.setupShared, let text = settings.setup else { return wish }
    if await desk.unsandboxedReason(level: desk.settings.sandbox.level, repository: task.repository) != nil { return wish }
    wish.setup = SharedSetup(command: text) { [weak self] place in await self?.runShared(text, place) ?? .cut }
    return wish
  }

  /// Runs the shared setup in a template, as this task's command: it ends with the task.
  private func runShared(_ text: String, _ place: SharedSetup.Place) async -> SharedSetup.Outcome {
    guard record.phase == .preparing else { return .cut }
    await handleQuietly(.commandStarted("shared setup", text))
    var profile = SandboxProfile(workspace: place.workspace, home: place.home)
    profile.level = desk.settings.sandbox.level == .isolated && desk.sandbox.isAvailable ? .isolated : .none
    profile.network = desk.settings.sandbox.network
    profile.readOnly = [place.mirrorObjects]
    guard let result = await run(text, in: profile, seconds: desk.settings.limits.setupSeconds) else { return .cut }
    await handleQuietly(.setUp(result))
    if result.passed { return .done }
    let lines = result.lastLines(5).joined(separator: "\n")
    return .failed(
      "Setting up the tree that the tasks of \(record.repository.name) share: `\(text)` \(result.words)"
        + (lines.isEmpty ? "; " : ":\n\(lines)\n") + "`carrel retry \(id)` runs it again.")
  }

  /// Decides about `.carrel/setup` of the base. Its bytes are those of the base, whatever lies in the workspace by now; one yes holds for exactly these bytes.
  func ownScript(_ task: TaskRecord) async -> OwnScript {
    guard let place = desk.workspaces.workspace(of: id), let name = place.setupScript else { return .none }
    var answer = task.setupAnswer
    if (try? await desk.log.setting(Desk.setupConsent(task.repository, name))) == "yes" { answer = "allow \(name)" }
    if answer == "deny \(name)" {
      await handleQuietly(.remarked("The repository's setup script is not run, as was said."))
      return .none
    }
    let script: [UInt8]
    do throws(WorkspaceError) { script = try await desk.workspaces.setupScript(id) ?? [] } catch {
      await handleQuietly(.agentRefused(TaskFailure(.workspace, error.text)))
      return .asked
    }
    guard answer == "allow \(name)" else {
      let lines = script.count { $0 == 10 } + (script.last == 10 || script.isEmpty ? 0 : 1)
      await handleQuietly(
        .setupAsked(
          script: name,
          question: "Run the repository's setup script .carrel/setup (\(lines) lines, \(name.prefix(10))) in the sandbox before the agent?",
          text: String(decoding: script.prefix(32 << 10), as: UTF8.self)))
      return .asked
    }
    let path = place.home + Self.scriptName
    do throws(PlatformError) { try Files.writeAtomically(script, to: path, mode: 0o700) } catch {
      await handleQuietly(.agentRefused(TaskFailure(.workspace, error.text)))
      return .asked
    }
    return .run("\"$HOME\"" + Self.scriptName)
  }

  /// Takes the script's copy away when it has run.
  func removeScript() {
    guard let place = desk.workspaces.workspace(of: id) else { return }
    unlink(place.home + Self.scriptName)
  }

  private static let scriptName = "/.carrel-setup"
}

extension Desk {
  /// The setting that says that a repository's setup script of this content may run.
  static func setupConsent(_ repository: RepositoryLocation, _ script: String) -> String { "setup:\(script):\(repository.source)" }
}
