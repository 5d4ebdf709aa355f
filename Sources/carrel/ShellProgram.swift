import Arguments
import Client
import Configuration
import CursesTerminal
import Glibc
import Interface
import Model
import Platform
import Screen
import Wire

/// `carrel shell` and `carrel attach`: a program in a task's sandbox in this terminal. On a terminal it goes through the emulator, full screen, so that nothing of what
/// it writes reaches the operator's terminal as it is; with redirected output that output is plain.
struct ShellProgram {
  let program: Program

  init(program: Program) { self.program = program }

  /// Asks the service for the program and runs it.
  /// - Parameter keepsText: whether what it wrote is printed once it has ended, as a command's output would stand there.
  /// - Returns: the program's exit code.
  func run(_ request: Request, keepsText: Bool) -> Int32 {
    guard let settings = program.settings() else { return ExitCode.configuration.rawValue }
    let isTerminal = isatty(0) == 1 && isatty(1) == 1 && program.environment["TERM"] != "dumb"
    if case .openInterface = request, !isTerminal {
      program.output.note("carrel: an engine's own interface needs a terminal.")
      return ExitCode.usage.rawValue
    }
    let program = program
    let answer: Result<Reply, ClientError> = Blocking.run {
      do throws(ClientError) {
        let client = try await VersionOffer(program: program).connect()
        defer { client.close() }
        return .success(try await client.request(request))
      } catch { return .failure(error) }
    }
    switch answer {
    case .success(.command(let words)): return isTerminal ? pane(.command(words), settings.theme, keepsText) : Foreground.runCleaned(words)
    case .success(.text(let path)): return pane(.socket(path), settings.theme, keepsText)
    case .success: return ExitCode.failed.rawValue
    case .failure(let error):
      program.output.note("carrel: \(PlainText.block(error.text))")
      return ExitCode(error).rawValue
    }
  }

  private func pane(_ source: AttachmentSource, _ configured: String, _ keepsText: Bool) -> Int32 {
    let library = ThemeFolders.library(program.paths, program.environment)
    let theme = library.theme(named: program.environment["CARREL_THEME"] ?? configured).0
    let terminal: CursesTerminal
    do throws(TerminalError) { terminal = try CursesTerminal(settings: TerminalSettings(mouse: .wheel)) } catch {
      program.output.note("carrel: \(error.description)")
      return ExitCode.failed.rawValue
    }
    let pane = ShellPane(terminal: terminal, theme: theme, source)
    let end = pane.run()
    terminal.restore()
    if keepsText { program.output.raw(pane.text) }
    switch end {
    case .code(let code): return Int32(clamping: code)
    case .failed(let reason):
      program.output.note("carrel: \(PlainText.line(reason))")
      return ExitCode.failed.rawValue
    }
  }
}
