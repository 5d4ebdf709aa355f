internal import Model
package import Screen

/// Draws a dialog in the middle of the screen.
package enum DialogView {
  /// Draws it over what is there.
  package static func draw(_ dialog: DialogState, into canvas: inout Canvas, rect: Rect, focused: Bool) {
    let width = min(rect.width, 76)
    guard width > 4, rect.height > 3 else { return }
    let inner = width - 4
    let lines = dialog.lines.flatMap { line in
      TextWrap.lines(of: UntrustedText.cleanLine(String(line.text.prefix(4000))), width: inner, hanging: 2).map {
        DialogLine($0, line.role)
      }
    }
    let fieldRows = dialog.fields.map { rows(of: $0, width: inner, tall: rect.height > 20 + max(0, dialog.fields.count - 4)) }
    let fixed = 4 + fieldRows.reduce(0, +) + (dialog.fields.isEmpty ? 0 : 1)
    let height = min(rect.height, lines.count + fixed)
    let box = Rect(column: rect.column + (rect.width - width) / 2, row: rect.row + (rect.height - height) / 2, width: width, height: height)
    canvas.fill(box, style: Style(.dialog))
    canvas.box(box, style: Style(.dialog), title: UntrustedText.cleanLine(dialog.title), titleStyle: Style(.dialogTitle), note: "")
    let room = max(1, height - fixed)
    let top = max(0, min(dialog.top, lines.count - room))
    for (row, line) in lines.dropFirst(top).prefix(room).enumerated() {
      canvas.put(line.text, column: box.column + 2, row: box.row + 1 + row, style: Style(line.role, under: .dialog), width: inner)
    }
    if lines.count > room {
      canvas.put(
        "j k \(top + 1)–\(min(lines.count, top + room)) of \(lines.count)", column: box.column + 2, row: box.row + height - 1,
        style: Style(.textDim, under: .dialog), width: inner)
    }
    var row = box.row + 1 + min(lines.count, room) + (dialog.fields.isEmpty ? 0 : 1)
    for (index, field) in dialog.fields.enumerated() {
      draw(
        field, into: &canvas, rect: Rect(column: box.column + 2, row: row, width: inner, height: fieldRows[index]),
        focused: focused && dialog.focus == .field(index))
      row += fieldRows[index]
    }
    drawButtons(dialog, into: &canvas, row: box.row + height - 2, box: box)
  }

  private static func rows(of field: DialogField, width: Int, tall: Bool) -> Int {
    guard case .lines(let buffer) = field.content else { return 1 }
    return 1 + TextField.rows(of: buffer, width: width, most: tall ? 8 : 3)
  }

  private static func draw(_ field: DialogField, into canvas: inout Canvas, rect: Rect, focused: Bool) {
    let label = canvas.put(
      field.label + "  ", column: rect.column, row: rect.row, style: Style(.textDim, under: .dialog), width: rect.width)
    switch field.content {
    case .line(let buffer):
      TextField.drawLine(buffer, into: &canvas, column: rect.column + label, row: rect.row, width: rect.width - label, focused: focused)
    case .lines(let buffer):
      TextField.drawLines(
        buffer, into: &canvas, rect: Rect(column: rect.column, row: rect.row + 1, width: rect.width, height: rect.height - 1),
        focused: focused)
    case .choice(let words, let place):
      var column = rect.column + label
      for (index, word) in words.enumerated() {
        let text = index == place ? "(\(word))" : " \(word) "
        let style = Style(index == place ? (focused ? .fieldFocused : .textStrong) : .textDim, under: .dialog)
        column += canvas.put(text, column: column, row: rect.row, style: style, width: rect.column + rect.width - column) + 1
      }
    }
  }

  private static func drawButtons(_ dialog: DialogState, into canvas: inout Canvas, row: Int, box: Rect) {
    let no = dialog.focus == .no ? "▸[ No ]" : " [ No ]"
    let yes = dialog.focus == .yes ? "▸[ \(dialog.yes) ]" : " [ \(dialog.yes) ]"
    var column = box.column + 2
    let end = box.column + box.width - 2
    column +=
      canvas.put(
        no, column: column, row: row, style: Style(dialog.focus == .no ? .dialogButton : .text, under: .dialog), width: end - column) + 2
    let role: Role = dialog.blocked != nil ? .textDim : dialog.focus == .yes ? .dialogButton : .text
    column += canvas.put(yes, column: column, row: row, style: Style(role, under: .dialog), width: end - column) + 2
    canvas.put(
      "y yes   n no", column: max(column, end - 12), row: row, style: Style(.textDim, under: .dialog), width: end - max(column, end - 12))
  }
}
