import Arguments
import Client
import Glibc
import Screen

/// `carrel themes`: the names; on a terminal with a sample of each, drawn in its colours.
struct ThemesProgram {
  let program: Program

  init(program: Program) { self.program = program }

  /// Prints them, or one.
  func run(_ name: String?) -> ExitCode {
    let library = ThemeFolders.library(program.paths, program.environment)
    if let name { return show(name, library) }
    guard program.output.isTerminal, program.environment["TERM"] ?? "dumb" != "dumb" else {
      for name in library.names() { program.output.line(name) }
      return .done
    }
    for name in library.names() {
      let reading = library.reading(named: name)
      program.output.line(reading.about.isEmpty ? name : "\(name)  \(PlainText.line(reading.about))")
      warn(reading)
      draw(ThemeSample.canvas(width: width), reading.theme)
      program.output.line("")
    }
    return .done
  }

  /// One theme, with both of its sets.
  private func show(_ name: String, _ library: ThemeLibrary) -> ExitCode {
    guard library.names().contains(name) else {
      program.output.note("carrel: themes: there is no theme \(PlainText.line(name)); `carrel themes` lists them.")
      return .usage
    }
    let reading = library.reading(named: name)
    warn(reading)
    if !reading.about.isEmpty { program.output.line(PlainText.line(reading.about)) }
    for file in reading.files { program.output.line(PlainText.line(file)) }
    guard program.output.isTerminal else { return reading.warnings.isEmpty ? .done : .failed }
    for brightness in [Theme.Brightness.dark, .light] {
      var theme = reading.theme
      theme.brightness = brightness
      program.output.line("\n\(brightness.rawValue)")
      draw(ThemeSample.canvas(width: width), theme)
    }
    return reading.warnings.isEmpty ? .done : .failed
  }

  private func warn(_ reading: ThemeReading) {
    for warning in reading.warnings { program.output.note("carrel: \(PlainText.line(warning.description))") }
  }

  private func draw(_ canvas: Canvas, _ theme: Theme) {
    let depth = ColorDepth(environment: program.environment)
    let isUnicode = setlocale(LC_CTYPE, "") != nil && String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8"
    for line in CanvasLines(canvas, theme: theme, depth: depth, showsUnicode: isUnicode).lines { program.output.line(line) }
  }

  private var width: Int {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return ThemeSample.size.width }
    return min(ThemeSample.size.width, Int(size.ws_col))
  }
}
