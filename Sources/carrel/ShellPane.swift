import CursesTerminal
import Emulator
import Glibc
import Interface
import Model
import Platform
import Screen

/// One attached program on the whole terminal: its cells, and a line at the bottom with the keys that are not its own. Sleeps in poll(2) while nothing happens.
final class ShellPane {
  private let terminal: CursesTerminal
  private let theme: Theme
  private let inbox = LoopInbox()
  private let program: AttachedProgram
  private var frame: TerminalFrame
  private var top: Int?
  private var end: Attachment.End?
  private var lastFrame = ContinuousClock.now - .seconds(1)

  init(terminal: CursesTerminal, theme: Theme, _ source: AttachmentSource) {
    self.terminal = terminal
    self.theme = theme
    let inbox = inbox
    let size = Size(width: terminal.size.width, height: terminal.size.height - 1)
    frame = TerminalFrame(canvas: Canvas(size: size))
    program = AttachedProgram(source, size: size) { inbox.put(.attachment(AttachmentID(1), $0)) }
  }

  /// What the program wrote, cleaned.
  var text: String { frame.isAlternate ? "" : program.wholeText }

  /// Runs until the program has ended, or the operator ends it.
  func run() -> Attachment.End {
    present()
    var dirty = false
    while true {
      let wasOver = end != nil
      let drew = wait(dirty)
      if drew { dirty = true }
      var typed = false
      for event in terminal.readEvents() {
        typed = true
        take(event)
      }
      for action in inbox.take() {
        switch action {
        case .attachment(_, .ended(let how)): end = how
        case .attachment(_, .bell): terminal.bell()
        default: break
        }
      }
      // What it wrote last was there before its end was noticed.
      if let end, wasOver, !drew {
        if let last = program.takeFrame() { frame = last }
        return end
      }
      if terminal.hasHungUp { hangUp() }
      if typed || program.takeEcho() || (dirty && ContinuousClock.now - lastFrame >= Self.gap) {
        if let next = program.takeFrame() { frame = next }
        present()
        dirty = false
      }
    }
  }

  private static let gap = Duration.milliseconds(33)

  private func wait(_ dirty: Bool) -> Bool {
    var timeout: Int32 = -1
    if end != nil {
      timeout = 0
    } else if dirty {
      let left = Self.gap - (ContinuousClock.now - lastFrame)
      timeout = Int32(max(0, left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000) + 1)
    }
    var polled = [
      pollfd(fd: terminal.inputDescriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0), program.polled,
    ]
    poll(&polled, nfds_t(polled.count), timeout)
    return program.serve(polled[2].revents)
  }

  private func take(_ event: TerminalEvent) {
    switch event {
    case .key(let key): take(key)
    case .paste(let bytes):
      show(nil)
      program.type { $0.paste(bytes) }
    case .mouse(let mouse):
      if frame.takesMouse, top == nil {
        program.type { $0.point(mouse) }
      } else if mouse.kind == .wheelUp || mouse.kind == .wheelDown {
        let key = Key(mouse.kind == .wheelUp ? .up : .down)
        if frame.isAlternate { program.type { for _ in 0..<3 { $0.press(key) } } } else { look(by: mouse.kind == .wheelUp ? -3 : 3) }
      }
    case .resized(let size): program.resize(Size(width: size.width, height: size.height - 1))
    case .focus: break
    case .resumed: terminal.repaint()
    }
  }

  private func take(_ key: Key) {
    let page = max(1, frame.canvas.size.height - 1)
    switch key {
    case Key(.character("]"), control: true): hangUp()
    case Key(.pageUp, shift: true): look(by: -page)
    case Key(.pageDown, shift: true): look(by: page)
    default:
      show(nil)
      program.type { $0.press(key) }
    }
  }

  private func look(by lines: Int) {
    let next = max(frame.oldest, frame.top + lines)
    show(next >= frame.live ? nil : next)
  }

  private func show(_ top: Int?) {
    guard top != self.top else { return }
    self.top = top
    program.show(top)
  }

  private func hangUp() { program.end() }

  private func present() {
    var canvas = Canvas(size: terminal.size)
    let height = max(0, terminal.size.height - 1)
    frame.draw(into: &canvas, rect: Rect(column: 0, row: 0, width: terminal.size.width, height: height), cursor: top == nil)
    let bar = Rect(column: 0, row: height, width: terminal.size.width, height: 1)
    canvas.fill(bar, style: Style(.statusBar))
    let words = top == nil ? "carrel · \(frame.title.isEmpty ? "in the sandbox" : frame.title)" : "\(frame.live - frame.top) lines back"
    canvas.put(words, column: 1, row: height, style: Style(.title, under: .statusBar))
    let keys = "S-PgUp look back  Ctrl-] ends it"
    if TextWidth.width(of: words) + TextWidth.width(of: keys) + 4 <= bar.width {
      canvas.put(keys, column: bar.width - TextWidth.width(of: keys) - 1, row: height, style: Style(.statusKey, under: .statusBar))
    }
    terminal.present(canvas, theme: theme)
    lastFrame = .now
  }
}
