extension CanvasText {
  /// The rows as a terminal without Unicode shows them (`ASCIIGlyphs`).
  package var asciiRows: [String] {
    (0..<canvas.size.height).map { row in
      var text = String.UnicodeScalarView()
      for column in 0..<canvas.size.width {
        let cell = canvas[column, row]
        // The second half of a wide character gets the glyph of the first.
        let scalar = cell.isContinuation ? canvas[column - 1, row].scalar : cell.scalar
        text.append(Unicode.Scalar(ASCIIGlyphs.glyph(scalar)) ?? " ")
      }
      while text.last == " " { text.removeLast() }
      return String(text)
    }
  }

  /// The canvas that a golden form was made of: size, cursor, scrolled parts, text, roles and what lies under. nil when it is none, or from roles that
  /// are no more. Sections that the form does not know are passed over, so that tests can add their own.
  package static func canvas(golden: String) -> Canvas? {
    var sections: [Substring: [Substring]] = [:]
    var name: Substring = ""
    for line in golden.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("--- ") { name = line.dropFirst(4) } else { sections[name, default: []].append(line) }
    }
    let head = sections["", default: []].first?.split(separator: " ") ?? []
    guard let size = head.first.flatMap({ pair($0, at: "x") }), let text = sections["text"], let roles = sections["roles"],
      size.0 <= 1000, size.1 <= 1000, text.count == size.1, roles.count == size.1
    else { return nil }
    var canvas = Canvas(size: Size(width: size.0, height: size.1))
    let known = Dictionary(Role.allCases.map { ($0.letter, $0) }) { first, _ in first }
    for row in 0..<size.1 {
      canvas.put(text[row], column: 0, row: row, style: Style(.text))
      for (column, letter) in roles[row].enumerated() {
        guard let role = known[letter] else { return nil }
        canvas[column, row].style.role = role
      }
      guard let under = sections["under"], row < under.count else { continue }
      for (column, letter) in under[row].enumerated() where letter != "." {
        guard let role = known[letter] else { return nil }
        canvas[column, row].style.under = role
      }
    }
    var words = head.dropFirst()
    while let word = words.popFirst() {
      switch word {
      case "cursor":
        if let place = words.popFirst().flatMap({ pair($0, at: ",") }) { canvas.cursor = (place.0, place.1) }
      case "scrolls":
        guard let place = words.popFirst().flatMap({ pair($0, at: ",") }), let extent = words.popFirst().flatMap({ pair($0, at: "x") }),
          words.popFirst() == "at", let top = words.popFirst().flatMap({ Int($0) })
        else { return nil }
        canvas.scrollRegions.append(
          ScrollRegion(
            identity: canvas.scrollRegions.count, rect: Rect(column: place.0, row: place.1, width: extent.0, height: extent.1), top: top))
      default: return nil
      }
    }
    return canvas
  }

  private static func pair(_ word: Substring, at separator: Character) -> (Int, Int)? {
    let parts = word.split(separator: separator).map { Int($0) }
    guard parts.count == 2, let first = parts[0], let second = parts[1], first >= 0, second >= 0 else { return nil }
    return (first, second)
  }
}
