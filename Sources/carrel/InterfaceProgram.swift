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
  /// - Parameters:
  ///   - theme: the theme's name; nil: as configured.
  ///   - plain: lines of text instead of a screen; also as configured, and on a terminal that has no cursor.
  /// - Returns: the exit code.
  func run(theme chosen: String?, plain: Bool = false) -> Int32 {
    guard let settings = program.settings() else { return ExitCode.configuration.rawValue }
    let isTerminal = isatty(0) == 1 && isatty(1) == 1
    if plain || settings.plain || (isTerminal && (program.environment["TERM"] ?? "dumb") == "dumb") {
      return PlainProgram(program: program).run()
    }
    guard isTerminal else {
      program.output.note(
        "carrel: the interface needs a terminal; `carrel --plain` works with lines of text, `carrel ls` prints the tasks, `carrel help` lists the commands."
      )
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
    let theme = library.reading(named: name)
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
    let configuration = ConfigurationReader(paths: program.paths, environment: program.environment)
    let read = configuration.read()
    var setup = InterfaceSetup(
      size: terminal.size, now: .now, place: Environment.hostName, author: program.author, directory: Environment.currentDirectory,
      keymap: read.keymap ?? Keymap(), themes: library.names(), theme: name, settings: read.settings)
    setup.publication = read.publication
    let state = InterfaceState(setup)
    InterfaceLoop(
      terminal: terminal, inbox: inbox, link: link, themes: library, theme: theme, configuration: configuration, state: state
    ).run()
    return 0
  }
}
