package import Screen

/// Draws a `TextBuffer`: only the part around the cursor is looked at, so that a pasted megabyte costs no more than a word.
package enum TextField {
  /// A field of one line; scrolls sideways to the cursor. Sets the canvas's cursor when focused.
  package static func drawLine(_ buffer: TextBuffer, into canvas: inout Canvas, column: Int, row: Int, width: Int, focused: Bool) {
    guard width > 0 else { return }
    let style = Style(focused ? .fieldFocused : .field)
    canvas.fill(Rect(column: column, row: row, width: width, height: 1), style: style)
    let before = UntrustedText.cleanLine(String(buffer.before.suffix(width)))
    let after = UntrustedText.cleanLine(String(buffer.after.prefix(width)))
    var shown = before[...]
    while TextWidth.width(of: shown) > width - 1, !shown.isEmpty { shown.removeFirst() }
    let used = canvas.put(shown, column: column, row: row, style: style, width: width)
    canvas.put(after, column: column + used, row: row, style: style, width: width - used)
    if focused { canvas.cursor = (column + min(used, width - 1), row) }
  }

  /// A field of several lines; scrolls to the cursor. Sets the canvas's cursor when focused.
  package static func drawLines(_ buffer: TextBuffer, into canvas: inout Canvas, rect: Rect, focused: Bool) {
    guard rect.width > 0, rect.height > 0 else { return }
    let style = Style(focused ? .fieldFocused : .field)
    canvas.fill(rect, style: style)
    let room = rect.width * rect.height
    // From the start of a line where one is near, so that lines break where they did before.
    var before = buffer.before.suffix(room * 2)
    if before.startIndex != buffer.before.startIndex, let lineEnd = before.prefix(room).firstIndex(of: "\n") {
      before = before[before.index(after: lineEnd)...]
    }
    let beforeLines = lines(String(before), width: rect.width)
    var after = buffer.after.prefix(room)
    // What follows on the cursor's line is wrapped together with what stands before it.
    let lineRest = after.prefix { $0 != "\n" }
    after = after.dropFirst(lineRest.count)
    var shown = beforeLines
    let last = shown.popLast() ?? ""
    let cursorRow = shown.count
    let cursorColumn = TextWidth.width(of: last)
    shown += lines(last + String(lineRest), width: rect.width)
    if after.first == "\n" { shown += lines(String(after.dropFirst()), width: rect.width) }
    let first = max(0, cursorRow - rect.height + 1)
    for row in 0..<rect.height where first + row < shown.count {
      canvas.put(shown[first + row], column: rect.column, row: rect.row + row, style: style, width: rect.width)
    }
    if focused { canvas.cursor = (rect.column + min(cursorColumn, rect.width - 1), rect.row + min(cursorRow - first, rect.height - 1)) }
  }

  /// How many rows the text takes at a width, at most so many.
  package static func rows(of buffer: TextBuffer, width: Int, most: Int) -> Int {
    let text = buffer.text
    return min(most, max(1, lines(String(text.prefix(max(1, width) * most)), width: width).count))
  }

  /// Lines broken at the width alone: spaces stay where they are, unlike in prose, so that the cursor is where it was typed.
  private static func lines(_ text: String, width: Int) -> [String] {
    var result: [String] = []
    for line in UntrustedText.clean(text).split(separator: "\n", omittingEmptySubsequences: false) {
      var rest = line
      repeat {
        let head = TextWidth.prefix(rest, width)
        guard !head.isEmpty else { break }
        result.append(head)
        rest = rest[rest.unicodeScalars.index(rest.startIndex, offsetBy: head.unicodeScalars.count)...]
      } while !rest.isEmpty
      if line.isEmpty || result.isEmpty { result.append("") }
    }
    return result
  }
}
