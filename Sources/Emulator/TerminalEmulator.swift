internal import CVTerm
package import Screen

/// A terminal in memory for a program that runs in a pane (libvterm does the parsing): takes the program's bytes, keeps its screen and the lines that left it, gives
/// frames of cells, and makes bytes of keys, pastes and the mouse. Nothing of the program's own bytes comes out of it again but its cells' characters, each after the
/// canvas's width rules, and its title after the sanitiser. Memory is bounded: the screen (`largest`), the lines above it (`lineLimit`, `cellLimit`), the answers that
/// nobody took. Owned by one thread.
package final class TerminalEmulator {
  /// The most lines that are kept above the screen.
  package static let lineLimit = 2000
  /// The most cells that those lines may have together.
  package static let cellLimit = 400_000
  /// The most bytes of input that may wait to be taken before answers are dropped.
  static let answerLimit = 64 << 10
  /// The largest and the smallest screen; any other size is brought within.
  package static let largest = Size(width: 1000, height: 500)
  /// See `largest`.
  package static let smallest = Size(width: 4, height: 2)

  /// The screen's size.
  package private(set) var size: Size
  /// Lines that left the screen at its top, oldest first.
  private var lines: [[Cell]] = []
  private var firstLine = 0
  private var lineCells = 0
  /// How many lines were dropped at the oldest end.
  private var dropped = 0
  private let terminal: OpaquePointer?
  private var answers = AnswerFilter()
  private var input: [UInt8] = []

  /// A blank terminal.
  package init(size: Size) {
    self.size = Self.bounded(size)
    terminal = cv_new(Int32(self.size.height), Int32(self.size.width))
    guard let terminal else { return }
    cv_on_line(
      terminal,
      { cells, count, context in
        guard let context else { return }
        let emulator = Unmanaged<TerminalEmulator>.fromOpaque(context).takeUnretainedValue()
        emulator.keep(UnsafeBufferPointer(start: cells, count: Int(count)))
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit { cv_free(terminal) }

  // MARK: The program's side

  /// Takes bytes that the program wrote, cut anywhere.
  package func feed(_ bytes: some Collection<UInt8>) {
    guard let terminal else { return }
    if bytes.withContiguousStorageIfAvailable({ cv_feed(terminal, $0.baseAddress, $0.count) }) == nil {
      let copy = Array(bytes)
      cv_feed(terminal, copy, copy.count)
    }
    // What it asked the terminal; reports that could carry its own words back to it as if typed are left out.
    let answer = drained()
    if input.count < Self.answerLimit { answers.take(answer, into: &input) }
  }

  /// Bytes for the program's input since the last call: answers, keys, pastes.
  package func takeInput() -> [UInt8] {
    defer { input = [] }
    return input
  }

  /// Changes the size; what does not fit is cut.
  package func resize(_ size: Size) {
    let size = Self.bounded(size)
    guard size != self.size, let terminal else { return }
    self.size = size
    cv_resize(terminal, Int32(size.height), Int32(size.width))
  }

  /// How often the program rang the bell since the last call.
  package func takeBells() -> Int { terminal.map { Int(cv_bells($0)) } ?? 0 }

  /// Whether the screen changed since the last call.
  package func takeChange() -> Bool { terminal.map { cv_changed($0) != 0 } ?? false }

  // MARK: What is seen

  /// The number of the first row of the live screen.
  package var live: Int { dropped + lineCount }
  /// The number of the oldest row that is kept.
  package var oldest: Int { dropped }
  private var lineCount: Int { lines.count - firstLine }

  /// What is seen now; from the row of that number on, or live when it is nil.
  package func frame(top wanted: Int? = nil) -> TerminalFrame {
    guard let terminal else { return TerminalFrame(canvas: Canvas(size: size)) }
    let isAlternate = cv_alternate(terminal) != 0
    let top = min(live, max(dropped, wanted ?? live))
    var canvas = Canvas(size: size)
    let above = min(size.height, live - top)
    for row in 0..<above { canvas.put(line: lines[firstLine + top - dropped + row], row: row) }
    for row in above..<size.height { put(row: row - above, of: terminal, into: &canvas, at: row) }
    if top == live {
      var (row, column, visible): (Int32, Int32, Int32) = (0, 0, 0)
      cv_cursor(terminal, &row, &column, &visible)
      if visible != 0, (0..<size.height).contains(Int(row)), (0..<size.width).contains(Int(column)) {
        canvas.cursor = (Int(column), Int(row))
      }
    }
    return TerminalFrame(
      canvas: canvas, title: title, top: top, oldest: dropped, live: live, takesMouse: cv_mouse_mode(terminal) != 0,
      isAlternate: isAlternate)
  }

  /// The text of rows by their numbers, cleaned, without the blanks at the ends of lines; at most `limit` bytes.
  package func text(from first: Int, through last: Int, limit: Int = 1 << 20) -> String {
    var text = ""
    let end = min(last, live + size.height - 1)
    guard first <= end else { return "" }
    let screen = frame().canvas
    for number in max(first, dropped)...end {
      let line: String
      if number < live {
        var canvas = Canvas(size: Size(width: lines[firstLine + number - dropped].count, height: 1))
        canvas.put(line: lines[firstLine + number - dropped], row: 0)
        line = CanvasText(canvas).rows[0]
      } else {
        line = CanvasText(screen).rows[number - live]
      }
      guard text.utf8.count + line.utf8.count < limit else { break }
      text += line + "\n"
    }
    return UntrustedText.clean(text)
  }

  /// The title that the program set, safe to draw.
  package var title: String {
    guard let terminal, let bytes = cv_title(terminal) else { return "" }
    return TextWidth.prefix(UntrustedText.cleanLine(String(cString: bytes)), 60)
  }

  private func put(row: Int, of terminal: OpaquePointer, into canvas: inout Canvas, at target: Int) {
    var column = 0
    while column < size.width {
      let cell = cv_get(terminal, Int32(row), Int32(column))
      canvas.put(cell: cell, column: column, row: target)
      column += cell.width == 2 ? 2 : 1
    }
  }

  private func keep(_ cells: UnsafeBufferPointer<cv_cell>) {
    var canvas = Canvas(size: Size(width: cells.count, height: 1))
    var column = 0
    while column < cells.count {
      canvas.put(cell: cells[column], column: column, row: 0)
      column += cells[column].width == 2 ? 2 : 1
    }
    var line = canvas.row(0)
    while let last = line.last, last == Cell() { line.removeLast() }
    lines.append(line)
    lineCells += line.count
    while lineCount > Self.lineLimit || lineCells > Self.cellLimit {
      lineCells -= lines[firstLine].count
      lines[firstLine] = []
      firstLine += 1
      dropped += 1
    }
    if firstLine > 512 {
      lines.removeFirst(firstLine)
      firstLine = 0
    }
  }

  // MARK: The operator's side

  /// Types a key, in the form that the program asked for.
  package func press(_ key: Key) {
    guard let terminal else { return }
    if let bytes = KeyBytes.bytes(of: key) {
      input += bytes
    } else if let (code, modifiers) = KeyBytes.special(key) {
      cv_key(terminal, code, modifiers)
      input += drained()
    }
  }

  /// Pastes bytes: what could be taken for more than text is left out, and programs that ask for it are told where the paste begins and ends.
  package func paste(_ bytes: [UInt8]) {
    guard let terminal else { return }
    cv_paste(terminal, 1)
    let opening = drained()
    input += opening
    // A program that was not told sees what a keyboard would send.
    input += KeyBytes.pasted(bytes, typed: opening.isEmpty)
    cv_paste(terminal, 0)
    input += drained()
  }

  /// Passes the mouse on, in cells of this screen; nothing happens unless the program asked for it.
  package func point(_ event: MouseEvent) {
    guard let terminal, cv_mouse_mode(terminal) != 0 else { return }
    let row = Int32(max(0, min(event.row, size.height - 1)))
    let column = Int32(max(0, min(event.column, size.width - 1)))
    let button = Int32(min(max(event.button, 0), 2) + 1)
    switch event.kind {
    case .press: cv_mouse(terminal, row, column, button, 1, 0)
    case .release: cv_mouse(terminal, row, column, button, 0, 0)
    case .drag: cv_mouse(terminal, row, column, 0, 0, 0)
    case .wheelUp: cv_mouse(terminal, row, column, 4, 1, 0)
    case .wheelDown: cv_mouse(terminal, row, column, 5, 1, 0)
    }
    input += drained()
  }

  private func drained() -> [UInt8] {
    guard let terminal else { return [] }
    var bytes: [UInt8] = []
    while true {
      let more = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in count = cv_answers(terminal, buffer.baseAddress, 4096) }
      bytes += more
      if more.count < 4096 { return bytes }
    }
  }

  private static func bounded(_ size: Size) -> Size {
    Size(width: min(max(size.width, smallest.width), largest.width), height: min(max(size.height, smallest.height), largest.height))
  }
}
