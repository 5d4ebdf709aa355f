package import Screen

/// Draws terminal panes: a border that says what it is and how to leave, and the program's cells within.
package enum AttachView {
  /// Draws one over what is there.
  package static func draw(_ id: AttachmentID, state: InterfaceState, into canvas: inout Canvas, rect: Rect, focused: Bool) {
    guard let attachment = state.attachment(id) else { return }
    canvas.fill(rect, style: Style(.text))
    let inner = rect.inset(by: 1)
    canvas.box(
      rect, style: Style(.borderFocused), title: title(attachment), titleStyle: Style(.titleFocused),
      note: note(attachment, state, width: rect.width))
    guard inner.width > 0, inner.height > 0 else { return }
    if let frame = attachment.frame {
      frame.draw(into: &canvas, rect: inner, cursor: focused && attachment.looking == nil && attachment.end == nil)
      if let looking = attachment.looking { mark(looking, frame, into: &canvas, inner: inner) }
    } else if attachment.end == nil {
      canvas.put("Starting…", column: inner.column, row: inner.row, style: Style(.textDim), width: inner.width)
    }
    if let end = attachment.end {
      let role: Role = end == .code(0) ? .noticeInfo : .noticeError
      let text = " \(UntrustedText.cleanLine(AttachUpdate.words(of: end))) · any key closes "
      canvas.fill(Rect(column: inner.column, row: inner.row + inner.height - 1, width: inner.width, height: 1), style: Style(role))
      canvas.put(
        TextWidth.truncate(text, inner.width), column: inner.column, row: inner.row + inner.height - 1, style: Style(role),
        width: inner.width)
    }
  }

  private static func title(_ attachment: Attachment) -> String {
    let own = attachment.frame?.title ?? ""
    return UntrustedText.cleanLine("\(attachment.task) \(attachment.name)\(own.isEmpty ? "" : " · \(own)")")
  }

  /// How to leave it, and that it ends with this client; while looking back where that is.
  private static func note(_ attachment: Attachment, _ state: InterfaceState, width: Int) -> String {
    if let looking = attachment.looking, let frame = attachment.frame {
      let last = frame.live + frame.canvas.size.height
      return " \(looking.row - frame.oldest + 1) of \(last - frame.oldest) "
    }
    guard attachment.end == nil else { return "" }
    let keys = state.keymap.row(of: .terminalLeave, in: [.terminal])?.keys ?? []
    let key = keys.first.map(KeyName.name) ?? "the mouse: no key"
    let background = state.attachments.count { $0.task == attachment.task && $0.id != attachment.id && $0.end == nil }
    let others = background == 0 ? "" : "\(background) more · "
    return width < 100 ? " \(others)\(key) leaves " : " \(others)\(key) leaves, it goes on until carrel is closed "
  }

  private static func mark(_ looking: Attachment.Looking, _ frame: TerminalFrame, into canvas: inout Canvas, inner: Rect) {
    let (first, last) = (min(looking.row, looking.anchor ?? looking.row), max(looking.row, looking.anchor ?? looking.row))
    for row in 0..<inner.height where (first...last).contains(frame.top + row) {
      canvas.setUnder(Rect(column: inner.column, row: inner.row + row, width: inner.width, height: 1), role: .selectionFocused)
    }
    // Without colours too it is plain which row is meant.
    let row = looking.row - frame.top
    if (0..<inner.height).contains(row) {
      canvas.put("▸", column: inner.column - 1, row: inner.row + row, style: Style(.borderFocused))
    }
  }
}
