internal import CNcurses
internal import Glibc
internal import Screen

extension CursesTerminal {
  /// Everything that puts the terminal right, whatever was on (xterm's control sequences; the order leaves the full screen last).
  static let reset = "\u{1B}[?2026l\u{1B}[?1000l\u{1B}[?1002l\u{1B}[?1003l\u{1B}[?1004l\u{1B}[?1006l\u{1B}[?2004l"

  private var resetAll: String {
    var text = Self.reset + "\u{1B}[?69l\u{1B}[0m\u{1B}(B\u{0F}\u{1B}[?7h\u{1B}[?25h\u{1B}[r"
    if titleWasSet { text += "\u{1B}[23;2t" }
    if let leave = cn_string("rmcup") { text += String(cString: leave) }
    // Some terminals save the cursor's visibility with the screen.
    return text + "\u{1B}[?25h"
  }

  /// Takes the terminal for full screen (again).
  func enter(asking: Bool) {
    guard !isActive else { return }
    isActive = true
    var raw = rawLine
    tcsetattr(terminal, TCSANOW, &raw)
    armGuard()
    cn_repaint()
    var bytes: [UInt8] = []
    cn_update()
    takeOutput(into: &bytes)
    bytes.append(contentsOf: "\u{1B}[?2004h\u{1B}[?1004h\(settings.mouse.sequence)\(takeTitle())".utf8)
    if titleWasSet { armGuard() }
    // Margins, frames that are held back, the background, the terminal's name; DA1, which everyone answers, ends the answers.
    if asking {
      awaitsAnswers = true
      bytes.append(contentsOf: "\u{1B}[?69$p\u{1B}[?2026$p\u{1B}]11;?\u{7}\u{1B}[>0q\u{1B}[c".utf8)
    }
    shown = nil
    send(bytes)
  }

  /// Says what puts the terminal right when the program ends by itself, from now on.
  func armGuard() {
    var raw = rawLine
    var shell = shellLine
    Array(resetAll.utf8).withUnsafeBufferPointer { cn_guard_arm($0.baseAddress, $0.count, &shell, &raw) }
  }

  /// Gives the terminal back to the shell as it was; `enter` by `suspend` and `runOutside` takes it again. Safe to call twice.
  package func restore() {
    guard isActive else { return }
    isActive = false
    var bytes: [UInt8] = []
    // What is half out must not swallow what comes now.
    if outgoingStart > 0 { bytes.append(0x18) }
    outgoing.removeAll()
    outgoingStart = 0
    cn_watch_output(inputDescriptor, line, 0)
    bytes.append(contentsOf: Self.reset.utf8)
    if titleWasSet { bytes.append(contentsOf: "\u{1B}[23;2t".utf8) }
    titleWasSet = false
    cn_leave()
    takeOutput(into: &bytes)
    bytes.append(contentsOf: "\u{1B}[?25h".utf8)
    var start = 0
    var patience = 50
    while start < bytes.count, patience > 0 {
      let written = bytes[start...].withUnsafeBytes { cn_write(line, $0.baseAddress, $0.count) }
      if written > 0 {
        start += written
        statistics.writes += 1
        statistics.bytes += written
      } else if written < 0, cn_errno() == EAGAIN {
        _ = cn_poll_out(line, 10)
        patience -= 1
      } else {
        break
      }
    }
    var shell = shellLine
    // Answers that are still under way would be typed into the shell.
    if awaitsAnswers { tcflush(terminal, TCIFLUSH) }
    // Not when the output has gone: a terminal that takes nothing would hold us.
    tcsetattr(terminal, TCSANOW, &shell)
    cn_guard_disarm()
  }

  /// Stops the program as Ctrl-Z does in a shell, and returns when it is continued, with the terminal taken again; then `readEvents` gives `.resumed`.
  package func suspend() {
    restore()
    cn_stop_group()
    takeAgain()
  }

  /// Runs something that needs the terminal for itself, such as an editor, and takes the terminal again.
  package func runOutside<Result>(_ body: () -> Result) -> Result {
    restore()
    let result = body()
    takeAgain()
    return result
  }

  private func takeAgain() {
    guard !hasHungUp else { return }
    _ = cn_guard_take()
    enter(asking: false)
    events.append(.resumed)
    checkSize()
    // The events are not from the line: whoever polls must learn of them.
    cn_guard_wake()
  }

  /// The program was stopped and continued behind our back: nobody knows what is on the screen. `wasRight`: the terminal was put right before.
  func comeBack(wasRight: Bool) {
    guard isActive else { return }
    cn_leave()
    var leaving: [UInt8] = []
    takeOutput(into: &leaving)
    // Else the terminal would save the cursor of the wrong screen.
    if !wasRight { send(leaving) }
    isActive = false
    // The signal's handler gave the old title back.
    if wasRight { titleWasSet = false }
    enter(asking: false)
    events.append(.resumed)
    checkSize()
  }

  /// Asks the terminal for its size; to be called by programs that read SIGWINCH themselves.
  package func checkSize() {
    let now = Self.size(of: terminal)
    guard now != size else { return }
    size = now
    cn_resize(Int32(now.height), Int32(now.width))
    shown = nil
    cn_repaint()
    waiting = nil
    events.append(.resized(now))
  }

  /// Writes bytes, or as many as the terminal takes; the rest goes when `readEvents` finds room.
  func send(_ bytes: [UInt8]) {
    guard isActive, !hasHungUp else { return }
    if outgoing.isEmpty { outgoing = bytes } else { outgoing.append(contentsOf: bytes) }
    flush()
  }

  /// Writes what waits; then the canvas that waits.
  func flush() {
    while !outgoing.isEmpty {
      let written = outgoing[outgoingStart...].withUnsafeBytes { cn_write(line, $0.baseAddress, $0.count) }
      guard written > 0 else {
        if written < 0, cn_errno() != EAGAIN { hangUp() } else { cn_watch_output(inputDescriptor, line, 1) }
        return
      }
      statistics.writes += 1
      statistics.bytes += written
      outgoingStart += written
      if outgoingStart == outgoing.count {
        outgoing.removeAll(keepingCapacity: true)
        outgoingStart = 0
      }
    }
    cn_watch_output(inputDescriptor, line, 0)
    if let next = waiting {
      waiting = nil
      draw(next.canvas, theme: next.theme)
    }
  }

  func hangUp() {
    guard !hasHungUp else { return }
    hasHungUp = true
    outgoing.removeAll()
    outgoingStart = 0
    cn_unwatch(inputDescriptor, line)
  }
}
