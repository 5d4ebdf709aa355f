import CursesTerminal
import Glibc
import Screen

/// The loop and the screen of the probe.
final class Probe {
  private let terminal: CursesTerminal
  private var theme: Theme
  private var top = 100
  private var count = 0
  private var last: [String] = []
  private var numbers = ""
  private var ends = false

  init(terminal: CursesTerminal, theme: Theme) {
    self.terminal = terminal
    self.theme = theme
  }

  func run() {
    terminal.present(canvas(), theme: theme)
    while !ends, !terminal.hasHungUp {
      var one = pollfd(fd: terminal.inputDescriptor, events: Int16(POLLIN), revents: 0)
      _ = poll(&one, 1, -1)
      for event in terminal.readEvents() { take(event) }
      terminal.present(canvas(), theme: theme)
    }
    terminal.finish()
  }

  private func take(_ event: TerminalEvent) {
    count += 1
    last = [describe(event)] + last.prefix(3)
    guard case .key(let key) = event, case .character(let scalar) = key.code, !key.alt, !key.control else { return }
    switch scalar {
    case "q": ends = true
    case "j": top += 1
    case "k": top -= 1
    case "J": top += 5
    case "a": abort()
    case "s": kill(getpid(), SIGSEGV)
    case "f":
      // A real fault, not a sent signal.
      UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
    case "t": preconditionFailure("asked for")
    case "z": terminal.suspend()
    case "o": terminal.runOutside { print("outside the screen") }
    case "T": terminal.setTitle("a\u{1B}]0;b\u{7}title\n")
    case "U": terminal.setTitle("another")
    case "n": terminal.notify(title: "carrel", body: "T12 asks;\u{1B}]0;x\u{7}\u{9C} now\n")
    case "c": terminal.copyToClipboard("hello")
    case "b": terminal.bell()
    case "l": terminal.repaint()
    case "p":
      let numbers = terminal.statistics
      self.numbers =
        "frames=\(numbers.frames) writes=\(numbers.writes) bytes=\(numbers.bytes) scrolls=\(numbers.scrolls) dropped=\(numbers.dropped)"
    default: break
    }
  }

  private func describe(_ event: TerminalEvent) -> String {
    switch event {
    case .key(let key): "key \(key.control ? "C-" : "")\(key.alt ? "A-" : "")\(key.shift ? "S-" : "")\(key.code)"
    case .paste(let bytes): "paste \(bytes.count) \(UntrustedText.cleanLine(String(decoding: bytes.prefix(40), as: UTF8.self)))"
    case .mouse(let mouse): "mouse \(mouse.kind) \(mouse.button) at \(mouse.column),\(mouse.row)"
    case .resized(let size): "resized \(size.width)x\(size.height)"
    case .focus(let focus): "focus \(focus)"
    case .resumed: "resumed"
    }
  }

  private func canvas() -> Canvas {
    var canvas = Canvas(size: terminal.size)
    canvas.put(
      "probe \(canvas.size.width)x\(canvas.size.height) \(terminal.depth) \(terminal.showsUnicode ? "unicode" : "ascii")", column: 0,
      row: 0, style: Style(.statusKey))
    canvas.put("\(count): \(last.joined(separator: " | "))", column: 0, row: 1, style: Style(.text))
    canvas.put(numbers, column: 0, row: 2, style: Style(.text))
    canvas.put("E", column: 0, row: 3, style: Style(.noticeError))
    canvas.put("D", column: 1, row: 3, style: Style(.diffAdded))
    canvas.put("S", column: 2, row: 3, style: Style(.text, under: .selectionFocused))
    canvas.put("日本 e\u{301} ✓ …\u{1FAE8}", column: 4, row: 3, style: Style(.text))
    let height = canvas.size.height - 4
    let split = 24
    guard height > 2, canvas.size.width > split + 10 else { return canvas }
    canvas.box(Rect(column: 0, row: 4, width: split, height: height), style: Style(.border), title: "List", note: "1 of 9")
    let pane = Rect(column: split, row: 4, width: canvas.size.width - split, height: height)
    canvas.box(pane, style: Style(.borderFocused), title: "Lines", note: "\(top)")
    let inside = pane.inset(by: 1)
    for row in 0..<inside.height {
      canvas.put("item \(row)", column: 1, row: inside.row + row, style: Style(.stateRunning), width: split - 2)
      var column = inside.column
      let number = top + row
      for (index, role) in [Role.diffNumber, .syntaxKeyword, .syntaxString, .text, .syntaxComment, .syntaxNumber].enumerated() {
        let text = index == 0 ? "line \(number) " : "\(["let", "name", "value", "// why", "0x"][index - 1])\(number * (index + 7) % 997) "
        column += canvas.put(text, column: column, row: inside.row + row, style: Style(role), width: inside.column + inside.width - column)
      }
    }
    canvas.scrollRegions = [ScrollRegion(identity: 1, rect: inside, top: top)]
    return canvas
  }
}
