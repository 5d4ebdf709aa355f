import Agents
import Arguments
import Client
import Glibc
import Model
import Platform

/// `carrel engines install`: an engine's own documented way, shown before it is run.
struct EngineInstaller: Sendable {
  /// The program that runs it.
  let program: Program

  /// Shows the command, asks, and becomes it.
  func install(_ name: String, yes: Bool) -> ExitCode {
    let output = program.output
    guard let settings = program.settings() else { return .configuration }
    let registry = EngineNames.registry(settings)
    guard let engine = registry.engine(named: name) else {
      output.note("carrel: installing: there is no engine named \"\(PlainText.line(name))\"; `carrel engines` lists them.")
      return .usage
    }
    guard let way = engine.installation, let first = way.command.first else {
      output.note("carrel: installing \(engine.name): \(engine.installHint).")
      return .refused
    }
    output.note("\(engine.sheet.title), as documented at \(way.documentation):")
    output.note("  " + way.command.map(Self.quoted).joined(separator: " "))
    guard let path = ProcessCommand.find(first, path: program.environment["PATH"]) else {
      output.note("carrel: installing \(engine.name): \(first) is not here; install it first, or follow \(way.documentation).")
      return .failed
    }
    if !yes {
      guard output.canAsk else {
        output.note("carrel: nobody can be asked here: --yes runs it.")
        return .refused
      }
      guard output.confirm("Run it?") else { return .refused }
    }
    let arguments = ([path] + way.command.dropFirst()).map { strdup($0) } + [nil]
    execv(path, arguments)
    output.note("carrel: installing \(engine.name): \(path) could not be started.")
    return .failed
  }

  private static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x40...0x5A).contains($0) || (0x61...0x7A).contains($0) || "-_./:=+".utf8.contains($0)
    }
    return plain && !word.isEmpty
      ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
