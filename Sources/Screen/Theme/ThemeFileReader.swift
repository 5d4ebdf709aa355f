internal import TOML

/// Reads the tree of a theme file into a `ThemeFile`, collecting warnings.
struct ThemeFileReader {
  private(set) var file: ThemeFile
  private(set) var warnings: [ThemeWarning] = []
  private static let knownNames: Set<String> = {
    var names: Set<String> = []
    for role in Role.allCases {
      var parts = role.rawValue.split(separator: ".")
      while !parts.isEmpty {
        names.insert(parts.joined(separator: "."))
        parts.removeLast()
      }
    }
    return names
  }()

  init(_ file: ThemeFile) { self.file = file }

  mutating func read(_ document: TOMLDocument) {
    for entry in document.root.table ?? [] {
      switch entry.key {
      case "name": break
      case "about": file.about = entry.value.string
      case "inherits":
        if let name = entry.value.string {
          file.inherits = name
        } else {
          warn(entry.line, "`inherits` must be the name of a theme in quotes")
        }
      case "brightness":
        if let brightness = entry.value.string.flatMap(Theme.Brightness.init(rawValue:)) {
          file.brightness = brightness
        } else {
          warn(entry.line, "`brightness` must be \"dark\" or \"light\"")
        }
      case "palette": for color in entry.value.table ?? [] { readColor(color) }
      case "roles": readRoles(entry.value.table ?? [], under: "")
      default: warn(entry.line, "`\(entry.key)` is not known; known are inherits, brightness, palette and roles")
      }
    }
  }

  private mutating func readColor(_ entry: TOMLEntry) {
    if Color(entry.key) != nil { warn(entry.line, "`\(entry.key)` is the name of a colour already; the palette's meaning counts") }
    if let word = word(entry.value) {
      file.palette[entry.key] = ThemePair(dark: word, light: word)
    } else if let dark = entry.value["dark"].flatMap(word), let light = entry.value["light"].flatMap(word) {
      file.palette[entry.key] = ThemePair(dark: dark, light: light)
    } else {
      warn(entry.line, "the colour `\(entry.key)` must be \"#rrggbb\", 0–255, a name, or { dark = …, light = … }")
    }
  }

  private func word(_ value: TOMLValue) -> ThemeWord? {
    guard let text = value.string ?? value.integer.map(String.init) else { return nil }
    return ThemeWord(text: text, file: file.source, line: value.line)
  }

  private mutating func readRoles(_ entries: [TOMLEntry], under prefix: String) {
    for entry in entries {
      let name = prefix + entry.key
      let isRole = Self.knownNames.contains(name)
      if let table = entry.value.table {
        let own = table.filter { ["fg", "bg", "attributes", "dark", "light"].contains($0.key) }
        if !own.isEmpty, isRole { file.roles[name] = pair(entry.value) }
        readRoles(table.filter { !own.contains($0) }, under: name + ".")
        if !own.isEmpty, !isRole { warn(entry.line, "there is no role `\(name)`") }
      } else if isRole {
        let role = role(entry.value)
        file.roles[name] = ThemePair(dark: role, light: role)
      } else {
        warn(entry.line, "there is no role `\(name)`")
      }
    }
  }

  private mutating func pair(_ value: TOMLValue) -> ThemePair<ThemeRole> {
    let both = role(value)
    return ThemePair(dark: value["dark"].map { role($0) } ?? both, light: value["light"].map { role($0) } ?? both)
  }

  /// `"colour on colour attribute …"`, or a table with fg, bg and attributes.
  private mutating func role(_ value: TOMLValue) -> ThemeRole {
    var role = ThemeRole()
    if value.table != nil {
      role.foreground = value["fg"].flatMap(word)
      role.background = value["bg"].flatMap(word)
      if let attributes = value["attributes"] {
        role.attributes = []
        for name in attributes.array ?? [attributes] { add(name.string ?? "", line: name.line, to: &role) }
      }
    } else if let number = value.integer {
      role.foreground = ThemeWord(text: String(number), file: file.source, line: value.line)
    } else if let text = value.string {
      var isBackground = false
      for part in text.split(separator: " ") {
        let found = ThemeWord(text: String(part), file: file.source, line: value.line)
        if part == "on" {
          isBackground = true
        } else if isBackground {
          role.background = found
          isBackground = false
        } else if TextAttributes.names[String(part)] != nil {
          add(String(part), line: value.line, to: &role)
        } else if role.foreground == nil {
          role.foreground = found
        } else {
          warn(value.line, "`\(part)` is not an attribute; known are bold, dim, italic, underline, reverse and plain")
        }
      }
    } else {
      warn(value.line, "a role must be text such as \"red on none bold\", or { fg = …, bg = …, attributes = […] }")
    }
    return role
  }

  private mutating func add(_ name: String, line: Int, to role: inout ThemeRole) {
    if let attribute = TextAttributes.names[name] {
      role.attributes = (role.attributes ?? []).union(attribute)
    } else {
      warn(line, "`\(name)` is not an attribute; known are bold, dim, italic, underline, reverse and plain")
    }
  }

  private mutating func warn(_ line: Int, _ message: String) {
    warnings.append(ThemeWarning(file: file.source, line: line, message: message))
  }
}
