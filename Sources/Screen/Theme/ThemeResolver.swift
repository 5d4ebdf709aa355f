/// Looks up the palette's names and fills every role from the left: `diff.added.word` → `diff.added` → `diff` → `text`.
struct ThemeResolver {
  let palette: [String: ThemePair<ThemeWord>]
  let roles: [String: ThemePair<ThemeRole>]
  private(set) var warnings: [ThemeWarning] = []

  init(palette: [String: ThemePair<ThemeWord>], roles: [String: ThemePair<ThemeRole>]) {
    self.palette = palette
    self.roles = roles
  }

  mutating func looks(_ brightness: Theme.Brightness) -> [Role: RoleLook] {
    var looks: [Role: RoleLook] = [:]
    for role in Role.allCases {
      var look = RoleLook()
      var parts = role.rawValue.split(separator: ".")
      while !parts.isEmpty {
        if let said = roles[parts.joined(separator: ".")] { look = look.over(self.look(said[brightness], brightness)) }
        parts.removeLast()
      }
      if let text = roles["text"], !role.rawValue.hasPrefix("text") {
        var plain = self.look(text[brightness], brightness)
        plain.attributes = nil
        look = look.over(plain)
      }
      looks[role] = look
    }
    return looks
  }

  private mutating func look(_ role: ThemeRole, _ brightness: Theme.Brightness) -> RoleLook {
    RoleLook(
      foreground: role.foreground.flatMap { color($0, brightness) }, background: role.background.flatMap { color($0, brightness) },
      attributes: role.attributes)
  }

  /// The palette first, so that a theme may say what `red` is; a name may stand for a name, eight steps deep.
  private mutating func color(_ word: ThemeWord, _ brightness: Theme.Brightness) -> Color? {
    var current = word
    for _ in 0..<8 {
      guard let next = palette[current.text]?[brightness], next.text != current.text else { break }
      current = next
    }
    if let color = Color(current.text) { return color }
    let warning = ThemeWarning(
      file: current.file, line: current.line,
      message: "`\(current.text)` is no colour: write #rrggbb, 0–255, an ANSI name, none, or a name of the palette; it is left out")
    if !warnings.contains(warning) { warnings.append(warning) }
    return nil
  }
}
