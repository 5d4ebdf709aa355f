internal import Model
internal import Screen
internal import Wire

/// Runs terminal panes: opening, leaving, looking back, and what the loop tells of them.
enum AttachUpdate {
  /// How many programs may be attached at once.
  static let limit = 16

  /// Opens a task's shell or its engine's own interface: the one that runs if there is one, else asks the service for it.
  static func open(_ command: Command, _ task: TaskRecord, _ state: inout InterfaceState) -> [Effect] {
    let name = command == .taskShell ? "shell" : task.engine
    if let running = state.attachments.last(where: { $0.task == task.id && $0.name == name && $0.end == nil }) {
      return show(running.id, &state)
    }
    guard state.attachments.count < limit else {
      state.say(.warning, "There are \(limit) attached programs already; end one of them first (`:` terminals).")
      return []
    }
    if command == .taskShell { return [state.send(.shell(task.id, command: []), for: .shell(task.id))] }
    return [state.send(.openInterface(task.id, author: state.author), for: .attach(task.id, engine: task.engine))]
  }

  /// The service said where the program comes from.
  static func begin(_ task: TaskID, name: String, _ source: AttachmentSource, _ state: inout InterfaceState) -> [Effect] {
    let id = AttachmentID(state.nextAttachment)
    state.nextAttachment += 1
    let size = state.terminalSize
    state.attachments.append(Attachment(id: id, task: task, name: name, size: size))
    state.modals.append(.terminal(id))
    return [.attachment(id, .begin(source, size))]
  }

  /// What the loop tells.
  static func take(_ news: AttachmentNews, of id: AttachmentID, _ state: inout InterfaceState) -> [Effect] {
    guard let attachment = state.attachment(id) else { return [] }
    switch news {
    case .begun: break
    case .bell: return [.bell]
    case .frame(let frame):
      state.change(id) { attachment in
        attachment.frame = frame
        guard var looking = attachment.looking else { return }
        // Lines may be dropped at the old end meanwhile.
        looking.top = frame.top
        looking.row = max(frame.oldest, min(looking.row, frame.live + frame.canvas.size.height - 1))
        attachment.looking = looking
      }
    case .ended(let end):
      if state.modals.contains(.terminal(id)) {
        state.change(id) { $0.end = end }
      } else {
        state.attachments.removeAll { $0.id == id }
        state.say(level(of: end), "\(attachment.task) \(attachment.name) \(words(of: end))")
        return [.attachment(id, .end)]
      }
    }
    return []
  }

  /// Shows one, or ends it (`ends`).
  static func choose(_ id: AttachmentID, ends: Bool, _ state: inout InterfaceState) -> [Effect] {
    guard state.attachment(id) != nil else { return [] }
    return ends ? [.attachment(id, .end)] : show(id, &state)
  }

  private static func show(_ id: AttachmentID, _ state: inout InterfaceState) -> [Effect] {
    state.modals.append(.terminal(id))
    state.change(id) { $0.looking = nil }
    return [.attachment(id, .show(top: nil))]
  }

  /// A key that no table knows goes to the program; when it has ended, any key closes the pane.
  static func key(_ key: Key, _ attachment: Attachment, _ state: inout InterfaceState) -> [Effect] {
    if attachment.end != nil {
      return close(attachment.id, &state)
    }
    return attachment.looking == nil ? [.attachment(attachment.id, .key(key))] : []
  }

  /// A paste is only text for the program.
  static func paste(_ bytes: [UInt8], _ attachment: Attachment, _ state: inout InterfaceState) -> [Effect] {
    guard attachment.end == nil else { return [] }
    return live(attachment, &state) + [.attachment(attachment.id, .paste(bytes))]
  }

  /// The mouse is the program's where it asks for it; else the wheel looks back.
  static func mouse(_ mouse: MouseEvent, _ attachment: Attachment, _ state: inout InterfaceState) -> [Effect] {
    let rect = state.terminalRect
    guard let frame = attachment.frame, attachment.end == nil, rect.contains(column: mouse.column, row: mouse.row) else { return [] }
    if frame.takesMouse, attachment.looking == nil {
      var inside = mouse
      inside.column -= rect.column
      inside.row -= rect.row
      return [.attachment(attachment.id, .mouse(inside))]
    }
    guard mouse.kind == .wheelUp || mouse.kind == .wheelDown else { return [] }
    if frame.isAlternate, attachment.looking == nil {
      // What has no lines above it is scrolled by its own keys.
      let key = Key(mouse.kind == .wheelUp ? .up : .down)
      return Array(repeating: .attachment(attachment.id, .key(key)), count: 3)
    }
    if mouse.kind == .wheelDown, attachment.looking == nil { return [] }
    return move(by: mouse.kind == .wheelUp ? -3 : 3, attachment, &state, pages: true)
  }

  /// The commands of the pane.
  static func run(_ command: Command, _ state: inout InterfaceState) -> [Effect] {
    guard let attachment = state.attached else {
      state.modals.removeLast()
      return []
    }
    let page = max(1, attachment.size.height - 1)
    switch command {
    case .terminalLeave:
      if attachment.end != nil {
        return close(attachment.id, &state)
      }
      state.modals.removeLast()
      state.say(.info, "\(attachment.name) goes on in the background until carrel's window is closed; the same key comes back to it.")
      return live(attachment, &state)
    case .terminalLookBack: return move(by: -page, attachment, &state, pages: true)
    case .terminalLive: return live(attachment, &state)
    case .terminalSelect:
      guard var looking = attachment.looking else { return [] }
      looking.anchor = looking.anchor == nil ? looking.row : nil
      state.change(attachment.id) { $0.looking = looking }
    case .terminalCopy:
      guard let looking = attachment.looking else { return [] }
      let (first, last) = (min(looking.row, looking.anchor ?? looking.row), max(looking.row, looking.anchor ?? looking.row))
      state.say(.info, last == first ? "1 line copied" : "\(last - first + 1) lines copied")
      return [.attachment(attachment.id, .copy(first: first, last: last))] + live(attachment, &state)
    case .moveUp: return move(by: -1, attachment, &state)
    case .moveDown: return move(by: 1, attachment, &state)
    case .movePageUp: return move(by: -page, attachment, &state, pages: true)
    case .movePageDown: return move(by: page, attachment, &state, pages: true)
    case .moveHalfUp: return move(by: -max(1, page / 2), attachment, &state, pages: true)
    case .moveHalfDown: return move(by: max(1, page / 2), attachment, &state, pages: true)
    case .moveFirst: return move(by: -1_000_000, attachment, &state)
    case .moveLast: return move(by: 1_000_000, attachment, &state)
    default: break
    }
    return []
  }

  private static func live(_ attachment: Attachment, _ state: inout InterfaceState) -> [Effect] {
    guard attachment.looking != nil else { return [] }
    state.change(attachment.id) { $0.looking = nil }
    return [.attachment(attachment.id, .show(top: nil))]
  }

  /// Moves the row under the cursor, and with `pages` the view with it.
  private static func move(by steps: Int, _ attachment: Attachment, _ state: inout InterfaceState, pages: Bool = false) -> [Effect] {
    guard let frame = attachment.frame else { return [] }
    let height = max(1, frame.canvas.size.height)
    let end = frame.live + height - 1
    var looking =
      attachment.looking ?? Attachment.Looking(top: frame.top, row: frame.top + (frame.canvas.cursor?.row ?? height - 1), anchor: nil)
    looking.row = max(frame.oldest, min(looking.row + steps, end))
    if pages { looking.top += steps }
    looking.top = max(looking.row - height + 1, min(looking.top, looking.row))
    looking.top = max(frame.oldest, min(looking.top, frame.live))
    state.change(attachment.id) { $0.looking = looking }
    return looking.top == frame.top ? [] : [.attachment(attachment.id, .show(top: looking.top))]
  }

  private static func close(_ id: AttachmentID, _ state: inout InterfaceState) -> [Effect] {
    state.modals.removeAll { $0 == .terminal(id) }
    state.attachments.removeAll { $0.id == id }
    return [.attachment(id, .end)]
  }

  /// After every action: the program in front has the size of its pane.
  static func settle(_ state: inout InterfaceState) -> [Effect] {
    guard let attachment = state.attached, attachment.end == nil else { return [] }
    let size = state.terminalSize
    guard size != attachment.size, size.width > 0, size.height > 0 else { return [] }
    state.change(attachment.id) { $0.size = size }
    return [.attachment(attachment.id, .resize(size))]
  }

  private static func level(of end: Attachment.End) -> NoticeLevel {
    switch end {
    case .code(0): .info
    case .code: .warning
    case .failed: .error
    }
  }

  /// "ended with code 0", or why it could not be.
  static func words(of end: Attachment.End) -> String {
    switch end {
    case .code(let code): "ended with code \(code)"
    case .failed(let reason): reason
    }
  }
}
