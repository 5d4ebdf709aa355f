/// The golden form of a canvas: what tests keep in the repository and compare as text.
package struct CanvasText: Hashable, Sendable {
  /// The canvas.
  package let canvas: Canvas

  /// The golden form of this canvas.
  package init(_ canvas: Canvas) {
    self.canvas = canvas
  }

  /// The rows of text, without the spaces at their ends.
  package var rows: [String] {
    (0..<canvas.size.height).map { row in
      var text = String.UnicodeScalarView()
      for column in 0..<canvas.size.width {
        let cell = canvas[column, row]
        if cell.isContinuation { continue }
        if let scalar = Unicode.Scalar(cell.scalar) { text.append(scalar) }
        for slot in 0..<4 where cell.marks[slot] != 0 { if let mark = Unicode.Scalar(cell.marks[slot]) { text.append(mark) } }
      }
      return Self.trimmed(String(text), of: " ")
    }
  }

  /// A head with size and cursor; the rows of text; the rows of role letters (`.` is plain text, cut at the end); if anything lies under text, rows of its
  /// letters; the legend. Deterministic, ends with a line feed.
  package func golden() -> String {
    var head = "\(canvas.size.width)x\(canvas.size.height)"
    if let cursor = canvas.cursor { head += " cursor \(cursor.column),\(cursor.row)" }
    for region in canvas.scrollRegions {
      head += " scrolls \(region.rect.column),\(region.rect.row) \(region.rect.width)x\(region.rect.height) at \(region.top)"
    }
    var seen: Set<Role> = []
    let roles = letters { $0.role }
    let under = letters { $0.under }
    for cell in canvas.cells {
      seen.insert(cell.style.role)
      if let role = cell.style.under { seen.insert(role) }
    }
    var parts = [head, "--- text"] + rows + ["--- roles"] + roles
    if under.contains(where: { !$0.isEmpty }) { parts += ["--- under"] + under }
    parts += inks
    parts.append("--- legend")
    parts += Role.allCases.filter { seen.contains($0) && $0 != .text }.map { "\($0.letter) \($0.rawValue)" }
    return parts.joined(separator: "\n") + "\n"
  }

  /// Where cells have colours of their own: rows of letters, and what each letter is.
  private var inks: [String] {
    var names: [Look: Character] = [:]
    var legend: [String] = []
    let rows = (0..<canvas.size.height).map { row in
      Self.trimmed(
        String(
          (0..<canvas.size.width).map { column -> Character in
            guard let ink = canvas[column, row].style.ink else { return "." }
            if let name = names[ink] { return name }
            let name = Character(Unicode.Scalar(UInt8(0x61 + names.count % 26)))
            names[ink] = name
            legend.append("\(name) \(ink.foreground) on \(ink.background) \(ink.attributes.rawValue)")
            return name
          }), of: ".")
    }
    return names.isEmpty ? [] : ["--- inks"] + rows + legend
  }

  private func letters(_ role: (Style) -> Role?) -> [String] {
    (0..<canvas.size.height).map { row in
      Self.trimmed(String((0..<canvas.size.width).map { role(canvas[$0, row].style)?.letter ?? "." }), of: ".")
    }
  }

  private static func trimmed(_ text: String, of filler: Character) -> String {
    var text = text[...]
    while text.last == filler { text.removeLast() }
    return String(text)
  }
}

extension Canvas {
  /// The golden form: rows of text, then rows of role letters, then the legend.
  package func golden() -> String { CanvasText(self).golden() }
}
