import CursesTerminal
import Glibc
import Screen

/// A small program for the tests of `CursesTerminal`: shows a list beside a pane of numbered lines and what the last events were; keys do what the tests need.
/// `THEME FOLDER --scenes FILE…` shows golden screens instead.
@main enum Main {
  static func main() {
    let arguments = CommandLine.arguments
    let library = ThemeLibrary(directories: arguments.count > 2 ? [arguments[2]] : [])
    let theme = library.theme(named: arguments.count > 1 ? arguments[1] : "terminal").0
    do {
      let mouse = arguments.first { $0.hasPrefix("--mouse=") }.flatMap { MouseMode(rawValue: String($0.dropFirst(8))) }
      var settings = TerminalSettings(mouse: mouse ?? .full)
      if arguments.contains("--signals-elsewhere") { settings.endsOnSignals = false }
      for mode in NotifyMode.allCases where arguments.contains("--notify=\(mode.rawValue)") { settings.notify = mode }
      if let place = arguments.firstIndex(of: "--scenes") {
        return SceneShow(terminal: try CursesTerminal(settings: settings), theme: theme, files: Array(arguments[(place + 1)...])).run()
      }
      let probe = Probe(terminal: try CursesTerminal(settings: settings), theme: theme)
      probe.run()
    } catch {
      print("probe: \(error)")
      exit(3)
    }
  }
}
