package import Screen

/// Keys and their names: as written in tables and configuration (`Ctrl-P`, `PgDn`, `S-Tab`, `j`) and as shown.
package enum KeyName {
  private static let codes: [(String, Key.Code)] = [
    ("Enter", .enter), ("Tab", .tab), ("S-Tab", .backTab), ("Esc", .escape), ("Backspace", .backspace), ("Delete", .delete),
    ("Insert", .insert),
    ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home), ("End", .end), ("PgUp", .pageUp),
    ("PgDn", .pageDown),
    ("Space", .character(" ")),
  ]

  /// The key of that name; nil when there is none. Letters are taken as they are: `G` is Shift-g.
  package static func parse(_ name: some StringProtocol) -> Key? {
    var rest = Substring(name)
    var control = false
    var alt = false
    while true {
      if rest.hasPrefix("Ctrl-"), rest.utf8.count > 5 {
        control = true
        rest = rest.dropFirst(5)
      } else if rest.hasPrefix("Alt-"), rest.utf8.count > 4 {
        alt = true
        rest = rest.dropFirst(4)
      } else {
        break
      }
    }
    if rest.hasPrefix("S-"), let code = codes.first(where: { $0.0 == rest.dropFirst(2) })?.1, code != .tab, code != .character(" ") {
      return Key(code, control: control, alt: alt, shift: true)
    }
    if let code = codes.first(where: { $0.0 == rest })?.1 { return Key(code, control: control, alt: alt) }
    if rest.first == "F", let number = Int(rest.dropFirst()), (1...24).contains(number) {
      return Key(.function(number), control: control, alt: alt)
    }
    guard rest.unicodeScalars.count == 1, let scalar = rest.unicodeScalars.first, scalar.value > 0x20, scalar.value != 0x7F else {
      return nil
    }
    return normal(Key(.character(scalar), control: control, alt: alt))
  }

  /// The name of a key, as `parse` reads it.
  package static func name(of key: Key) -> String {
    var text = ""
    if key.control { text += "Ctrl-" }
    if key.alt { text += "Alt-" }
    if key.shift, key.code != .backTab { text += "S-" }
    switch key.code {
    case .character(" "): text += "Space"
    case .character(let scalar): text += key.control ? String(Character(scalar)).uppercased() : String(Character(scalar))
    case .function(let number): text += "F\(number)"
    default: text += codes.first { $0.1 == key.code }?.0 ?? "?"
    }
    return text
  }

  /// The name for the bottom line, where room is dear.
  package static func short(_ key: Key) -> String {
    let name = name(of: key)
    switch name {
    case "Enter": return "↵"
    default: return name.hasPrefix("Ctrl-") ? "^" + name.dropFirst(5) : name
    }
  }

  /// The key as tables hold it: Ctrl with a letter is written with the small letter; Shift is not told for characters.
  package static func normal(_ key: Key) -> Key {
    var key = key
    if case .character(let scalar) = key.code {
      key.shift = false
      if key.control, let lower = String(Character(scalar)).lowercased().unicodeScalars.first { key.code = .character(lower) }
    }
    return key
  }
}
