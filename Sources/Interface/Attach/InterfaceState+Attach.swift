package import Screen

extension InterfaceState {
  /// An attached program by its id.
  package func attachment(_ id: AttachmentID) -> Attachment? { attachments.first { $0.id == id } }

  /// The attached program that has the keys; nil: none is in front.
  package var attached: Attachment? {
    guard case .terminal(let id)? = modals.last else { return nil }
    return attachment(id)
  }

  /// The rectangle of a terminal pane's cells.
  package var terminalRect: Rect { layout.middle.inset(by: 1) }

  /// Its size.
  var terminalSize: Size { Size(width: terminalRect.width, height: terminalRect.height) }

  /// Changes an attached program; nothing happens when it is gone.
  mutating func change(_ id: AttachmentID, _ body: (inout Attachment) -> Void) {
    guard let index = attachments.firstIndex(where: { $0.id == id }) else { return }
    body(&attachments[index])
  }
}
