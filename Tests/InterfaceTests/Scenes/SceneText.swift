import Screen

/// The golden form of a scene: the canvas (text once, roles, what lies under), how each of its looks comes out at every depth of colours, and on the
/// smallest screen what it is without Unicode.
enum SceneText {
  static let depths: [(name: String, depth: ColorDepth)] = [
    ("mono", .mono), ("8", .eight), ("16", .sixteen), ("256", .indexed), ("true", .direct),
  ]

  static func golden(_ canvas: Canvas, theme: Theme, ascii: Bool) -> String {
    let text = CanvasText(canvas)
    var parts = [text.golden() + "--- looks"] + looks(canvas, theme: theme)
    if ascii { parts += ["--- ascii"] + text.asciiRows }
    return parts.joined(separator: "\n") + "\n"
  }

  /// One line for each look on the canvas: its role's letter, the letter of what lies under it, and what the terminal is told.
  private static func looks(_ canvas: Canvas, theme: Theme) -> [String] {
    let order = Dictionary(uniqueKeysWithValues: Role.allCases.enumerated().map { ($1, $0) })
    func place(_ style: Style) -> (Int, Int) { (order[style.role] ?? 0, style.under.flatMap { order[$0] } ?? -1) }
    return Set(canvas.cells.map(\.style)).sorted { place($0) < place($1) }
      .map { "\($0.role.letter)\($0.under.map { String($0.letter) } ?? " ") \(line($0, theme: theme))" }
  }

  /// What a style is at each depth; depths that are told the same stand together.
  static func line(_ style: Style, theme: Theme) -> String {
    var groups: [(names: [String], look: String)] = []
    for (name, depth) in depths {
      let look = describe(theme.look(of: style, depth: depth))
      if let last = groups.indices.last, groups[last].look == look {
        groups[last].names.append(name)
      } else {
        groups.append(([name], look))
      }
    }
    return groups.map { "\($0.names.joined(separator: ",")): \($0.look)" }.joined(separator: "; ")
  }

  private static func describe(_ look: Look) -> String {
    var words = look.foreground == .none ? [] : [describe(look.foreground)]
    if look.background != .none { words += ["on", describe(look.background)] }
    words += ["bold", "dim", "italic", "underline", "reverse"].filter { look.attributes.isSuperset(of: TextAttributes.names[$0] ?? []) }
    return words.isEmpty ? "plain" : words.joined(separator: " ")
  }

  private static func describe(_ color: Color) -> String {
    switch color {
    case .none: return "none"
    case .indexed(let number):
      let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
      if number < 8 { return names[Int(number)] }
      return number < 16 ? "bright-\(names[Int(number) - 8])" : "\(number)"
    case .rgb(let red, let green, let blue):
      return "#" + [red, green, blue].map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
    }
  }
}
