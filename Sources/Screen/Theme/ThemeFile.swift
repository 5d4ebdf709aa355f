internal import TOML

/// A theme as written, before what it inherits is laid under it and the names of its palette are looked up:
/// ```toml
/// inherits = "dusk"
/// brightness = "dark"                     # which set counts when the terminal does not say
/// [palette]
/// accent = "#89b4fa"                      # or { dark = "…", light = "…" }
/// [roles]
/// "diff.added" = "green on none bold"     # text colour, `on` background, attributes; each may be left out
/// "text.dim" = { fg = "grey", attributes = ["dim"] }
/// title = { dark = "accent bold", light = "blue" }
/// ```
package struct ThemeFile: Hashable, Sendable {
  /// The theme's name.
  package let name: String
  /// What it says about itself.
  package internal(set) var about: String?
  /// Whether its text was TOML.
  package internal(set) var isTOML = true
  /// What it is called in warnings: its file, else its name.
  let source: String
  /// The theme under it.
  package internal(set) var inherits: String?
  /// Which set counts when the terminal does not say.
  package internal(set) var brightness: Theme.Brightness?
  /// Names of colours, and the names or colours they stand for.
  var palette: [String: ThemePair<ThemeWord>] = [:]
  /// What is said about roles and groups of roles (`diff`), by name.
  var roles: [String: ThemePair<ThemeRole>] = [:]

  init(name: String, path: String? = nil) {
    self.name = name
    source = path ?? name
  }

  /// Reads a theme. Whatever is wrong is left out and said; a text that is no TOML at all is an empty theme with one warning.
  /// - Parameter path: its file, for warnings.
  package static func parse(_ text: String, name: String, path: String? = nil) -> (ThemeFile, [ThemeWarning]) {
    do {
      var reader = ThemeFileReader(ThemeFile(name: name, path: path))
      reader.read(try TOMLDocument.parse(text))
      return (reader.file, reader.warnings)
    } catch {
      var file = ThemeFile(name: name, path: path)
      file.isTOML = false
      let warning = ThemeWarning(file: file.source, line: error.line, message: "this is not TOML: \(error.message); the theme is not used")
      return (file, [warning])
    }
  }

  /// The theme with the ones under it, nearest first. Colours that no palette knows are left out and said.
  package func theme(over parents: [ThemeFile] = []) -> (Theme, [ThemeWarning]) {
    var words: [String: ThemePair<ThemeWord>] = [:]
    var said: [String: ThemePair<ThemeRole>] = [:]
    for file in parents.reversed() + [self] {
      words.merge(file.palette) { _, new in new }
      said.merge(file.roles) { _, new in new }
    }
    var resolver = ThemeResolver(palette: words, roles: said)
    let dark = resolver.looks(.dark)
    let light = resolver.looks(.light)
    let brightness = self.brightness ?? parents.lazy.compactMap(\.brightness).first ?? .dark
    return (Theme(name: name, brightness: brightness, dark: dark, light: light), resolver.warnings)
  }
}
