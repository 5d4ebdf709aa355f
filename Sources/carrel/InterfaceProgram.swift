import Arguments
import Client
import Configuration
import CursesTerminal
import Glibc
import Interface
import Model
import Platform
import Screen

/// `carrel`: the full-screen interface on this terminal.
struct InterfaceProgram {
  let program: Program

  init(program: Program) { self.program = program }

  /// Runs until the operator detaches.
  /// - Parameter theme: the theme's name; nil: as configured.
  /// - Returns: the exit code.
  func run(theme chosen: String?) -> Int32 {
    guard let settings = program.settings() else { return ExitCode.configuration.rawValue }
    guard isatty(0) == 1, isatty(1) == 1, program.environment["TERM"] != "dumb" else {
      program.output.note("carrel: the interface needs a terminal; `carrel ls` prints the tasks, `carrel help` lists the commands.")
      return ExitCode.usage.rawValue
    }
    let program = program
    let connection: Result<ServiceClient, ClientError> = Blocking.run {
      do throws(ClientError) { return .success(try await VersionOffer(program: program).connect()) } catch { return .failure(error) }
    }
    let client: ServiceClient
    switch connection {
    case .success(let connected): client = connected
    case .failure(let error):
      program.output.note("carrel: \(PlainText.block(error.text))")
      return ExitCode(error).rawValue
    }
    // The tasks come while the terminal is made ready.
    let inbox = LoopInbox()
    let link = ServiceLink(starter: program.starter, first: client, inbox: inbox)
    let linking = Task.detached { await link.run() }
    defer {
      linking.cancel()
      link.close()
    }
    let library = ThemeFolders.library(program.paths, program.environment)
    let name = chosen ?? program.environment["CARREL_THEME"] ?? settings.theme
    let (theme, warnings) = library.theme(named: name)
    for warning in warnings { program.output.note("carrel: \(PlainText.line("\(warning)"))") }
    let terminal: CursesTerminal
    do throws(TerminalError) {
      var wanted = TerminalSettings(mouse: MouseMode(rawValue: settings.mouse.rawValue) ?? .wheel)
      wanted.notify = NotifyMode(rawValue: settings.notify.rawValue) ?? .auto
      terminal = try CursesTerminal(settings: wanted)
    } catch {
      program.output.note("carrel: \(error.description)")
      return ExitCode.failed.rawValue
    }
    defer { terminal.restore() }
    return run(terminal, library, theme, name, inbox, link)
  }

  private func run(
    _ terminal: CursesTerminal, _ library: ThemeLibrary, _ theme: Theme, _ name: String, _ inbox: LoopInbox, _ link: ServiceLink
  ) -> Int32 {
    let state = InterfaceState(
      InterfaceSetup(
        size: terminal.size, now: .now, place: Environment.hostName, author: program.author, directory: Environment.currentDirectory,
        themes: library.names(), theme: name))
    InterfaceLoop(terminal: terminal, inbox: inbox, link: link, themes: library, theme: theme, state: state).run()
    return 0
  }
}
