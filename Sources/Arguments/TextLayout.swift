/// Breaks plain text into lines for help pages.
enum TextLayout {
  /// Pieces that are never broken, one space apart, in lines of at most so many characters.
  static func wrapped(_ pieces: [String], width: Int, indent: Int = 0) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for piece in pieces {
      if line.isEmpty {
        line = lines.isEmpty ? piece : margin + piece
      } else if line.count + 1 + piece.count > width {
        lines.append(line)
        line = margin + piece
      } else {
        line += " " + piece
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A text's words in lines.
  static func wrapped(_ text: String, width: Int) -> [String] { wrapped(text.split(separator: " ").map(String.init), width: width) }

  /// Rows of a term and its explanation, as help pages have them.
  static func columns(_ rows: [(String, String)], column: Int, width: Int) -> [String] {
    var lines: [String] = []
    for (term, text) in rows {
      let parts = wrapped(text, width: width - column)
      var head = "  " + term
      if head.count + 2 > column, !parts.isEmpty {
        lines.append(head)
        head = ""
      }
      for (index, part) in parts.enumerated() {
        let start = index == 0 ? head : ""
        lines.append(start + String(repeating: " ", count: column - start.count) + part)
      }
      if parts.isEmpty { lines.append(head) }
    }
    return lines
  }
}
