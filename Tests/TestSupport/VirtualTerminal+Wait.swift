import Glibc

extension VirtualTerminal {
  /// Reads until the condition holds. Fails only when nothing else can come (after a deadline far beyond any machine's slowness).
  package func wait(_ what: String, deadline seconds: Int = 60, _ condition: (VirtualTerminal) -> Bool) throws {
    let end = Self.now() + Int64(seconds) * 1000
    while !condition(self) {
      pump(milliseconds: 50)
      reap()
      if condition(self) { return }
      guard Self.now() < end else { throw VirtualTerminalError.waited(what, text) }
      if status != nil, !pump(milliseconds: 0), !condition(self) { throw VirtualTerminalError.ended(what, status ?? 0, text) }
    }
  }

  /// Reads until the text is on the screen.
  package func wait(for text: String) throws {
    try wait("“\(text)” on the screen") { $0.text.contains { $0.contains(text) } }
  }

  /// Reads until the program has ended and everything it wrote has been read; its status.
  @discardableResult
  package func waitForEnd() throws -> Int32 {
    let end = Self.now() + 60_000
    while status == nil {
      pump(milliseconds: 20)
      reap()
      guard Self.now() < end else { throw VirtualTerminalError.waited("the end of the program", text) }
    }
    while pump(milliseconds: 0) {}
    return status ?? 0
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
