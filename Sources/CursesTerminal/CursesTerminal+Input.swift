internal import CNcurses
internal import Glibc
package import Screen

extension CursesTerminal {
  /// Everything that has come by now: keys, pastes, the mouse, a new size. Also goes on with output that waited. Returns at once, but for an Escape key, which
  /// waits up to the escape delay for the rest of a sequence. After it `hasHungUp` and `brightness` may have changed.
  package func readEvents() -> [TerminalEvent] {
    if isFinished { return [] }
    takeSignals()
    if isActive, !hasHungUp {
      if !outgoing.isEmpty { flush() }
      readInput()
    }
    takeReplies()
    defer { events.removeAll() }
    for case .focus(let focus) in events { hasFocus = focus }
    return events
  }

  private func takeSignals() {
    var happened = cn_guard_take()
    guard happened != 0 else { return }
    if happened & Int32(CN_RESIZED) != 0 {
      // A window that is dragged sends many: its last size counts. At most 50 ms.
      for _ in 0..<5 where cn_poll_in(wake, 10) != 0 { happened |= cn_guard_take() }
    }
    if happened & Int32(CN_CONTINUED) != 0 { comeBack(wasRight: happened & Int32(CN_WAS_RIGHT) != 0) }
    if happened & Int32(CN_RESIZED) != 0 { checkSize() }
  }

  /// How long the rest of an answer may be under way.
  private static let answerPatience = Duration.milliseconds(500)

  private func readInput() {
    // A flood must not keep the screen from being drawn: 64 reads, then the caller's turn.
    for _ in 0..<64 {
      let done = withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 1) { buffer -> Bool in
        if cn_poll_in(line, 0) == 0 { return true }
        let count = cn_read(line, buffer.baseAddress, buffer.count)
        if count > 0 {
          let now = ContinuousClock.now
          // Half an answer that stays one must not swallow what is typed: its rest would come in one piece, people type key by key.
          if decoder.isInString, now - lastRead > Self.answerPatience, decoder.looksTyped(buffer[..<count]) { decoder.dropString() }
          lastRead = now
          events += decoder.take(buffer[..<count])
          return false
        }
        if count == 0 || cn_errno() != EAGAIN { hangUp() }
        return true
      }
      guard done else { continue }
      guard !hasHungUp, decoder.waitsForMore else { return }
      if cn_poll_in(line, Int32(settings.escapeDelay)) == 0 {
        events += decoder.timeOut()
        return
      }
    }
  }

  private func takeReplies() {
    for reply in decoder.replies {
      switch reply {
      case .mode(69, let state): hasMargins = (state == 1 || state == 2) && scrolls
      case .mode(2026, let state): hasSynchronizedOutput = state == 1 || state == 2
      case .mode: break
      case .background(let red, let green, let blue):
        brightness = 299 * Int(red) + 587 * Int(green) + 114 * Int(blue) > 127_500 ? .light : .dark
      case .version(let name): version = name
      case .attributes: awaitsAnswers = false
      }
    }
    decoder.replies.removeAll()
  }
}
