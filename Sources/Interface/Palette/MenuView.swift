package import Screen

/// Draws a menu in the upper middle of the screen.
package enum MenuView {
  /// Draws it over what is there.
  package static func draw(_ menu: MenuState, into canvas: inout Canvas, rect: Rect, focused: Bool) {
    let width = min(rect.width, 78)
    let found = menu.found
    var lines: [Line] = []
    var section = ""
    for (index, item) in found.enumerated() {
      if !item.section.isEmpty, item.section != section {
        lines.append(.heading(item.section))
        section = item.section
      }
      lines.append(.item(index))
    }
    let height = min(rect.height, max(5, lines.count + 3))
    guard width > 6, height > 3 else { return }
    let box = Rect(
      column: rect.column + (rect.width - width) / 2, row: rect.row + min(2, (rect.height - height) / 2), width: width, height: height)
    canvas.fill(box, style: Style(.dialog))
    canvas.box(
      box, style: Style(.dialog), title: UntrustedText.cleanLine(menu.title), titleStyle: Style(.dialogTitle),
      note: found.isEmpty ? "" : "\(menu.cursor + 1) of \(found.count)")
    canvas.put(":", column: box.column + 2, row: box.row + 1, style: Style(.prompt, under: .dialog))
    TextField.drawLine(menu.query, into: &canvas, column: box.column + 4, row: box.row + 1, width: width - 6, focused: focused)
    let room = height - 3
    let place = lines.firstIndex(of: .item(menu.cursor)) ?? 0
    let top = place < room ? 0 : place - room + 1
    for (row, line) in lines.dropFirst(top).prefix(room).enumerated() {
      let rect = Rect(column: box.column + 1, row: box.row + 2 + row, width: width - 2, height: 1)
      switch line {
      case .heading(let text):
        canvas.put(text, column: rect.column + 1, row: rect.row, style: Style(.section, under: .dialog), width: rect.width - 1)
      case .item(let index): draw(found[index], chosen: index == menu.cursor, into: &canvas, rect: rect)
      }
    }
    if found.isEmpty {
      canvas.put("nothing of that name", column: box.column + 2, row: box.row + 2, style: Style(.textDim, under: .dialog), width: width - 4)
    }
  }

  private enum Line: Hashable {
    case heading(String)
    case item(Int)
  }

  private static func draw(_ item: MenuItem, chosen: Bool, into canvas: inout Canvas, rect: Rect) {
    let keys = TextWidth.truncate(item.keys, 20)
    let keyWidth = TextWidth.width(of: keys)
    let width = rect.width - 4 - keyWidth
    var text = UntrustedText.cleanLine(item.text)
    if chosen, let disabled = item.disabled { text = UntrustedText.cleanLine(disabled) }
    let role: Role = item.disabled == nil ? .text : .textDim
    canvas.put(
      TextWidth.truncate(text, width), column: rect.column + 2, row: rect.row, style: Style(role, under: .dialog), width: max(0, width))
    canvas.put(
      keys, column: rect.column + rect.width - keyWidth - 1, row: rect.row, style: Style(.statusKey, under: .dialog), width: keyWidth)
    if chosen { canvas.setUnder(rect, role: .selectionFocused) }
  }
}
