import CursesTerminal
import Screen
import TestSupport

/// The assembler of keys: the same events however the bytes are cut into reads, no control character as text, nothing kept that is not awaited.
struct InputTarget: FuzzTarget {
  let name = "input"
  let corpus = [
    "hello", "\u{1B}[A\u{1B}[1;5D\u{1B}OP\u{1B}[15~", "\u{1B}[<0;12;7M\u{1B}[<32;13;7M\u{1B}[<0;13;7m",
    "\u{1B}[200~first\nsecond\u{1B}[201~j",
    "\u{1B}]11;rgb:1c1c/1c1c/1c1c\u{7}\u{1B}[?69;2$y\u{1B}[?2026;2$y\u{1B}[?62;22c", "\u{1B}[I\u{1B}[O", "日本\u{1B}é\u{1B}\u{1B}[A",
    "\u{1B}[97;5u\u{1B}[27;5;97~\u{1B}[M !!", "\u{1B}P1+r\u{1B}\\\u{1B}_x\u{1B}\\q",
    "\u{1B}[200~\u{1B}[200~x\u{1B}[20\u{1B}[201~\u{1B}[201~",
    "\u{1B}O5P\u{1B}[[A\u{1B}[3^\u{1B}[a", "\u{1B}[1;1R\u{1B}[24;80R",
  ]
  let words = [
    "\u{1B}", "\u{1B}[", "\u{1B}]", "\u{1B}O", "\u{1B}P", "\u{1B}\\", "\u{7}", ";", "~", "\u{1B}[200~", "\u{1B}[201~", "<", "M", "m", "?",
    "$y", "u",
    "99999999999999999999", "0", "1", "\u{9B}", "\u{18}", "[", "A", "rgb:",
  ]

  func check(_ bytes: [UInt8], _ random: inout SeededGenerator) throws(FuzzProblem) {
    var whole = InputDecoder()
    let events = whole.take(bytes)
    for event in events { try clean(event) }
    for single in [true, false] {
      var cut = InputDecoder()
      var found: [TerminalEvent] = []
      var index = 0
      while index < bytes.count {
        let count = single ? 1 : min(bytes.count - index, Int.random(in: 1...40, using: &random))
        found += cut.take(bytes[index..<(index + count)])
        index += count
      }
      try require(found == events, "cut up: \(found) instead of \(events)")
      try require(cut.replies == whole.replies, "replies cut up: \(cut.replies) instead of \(whole.replies)")
      try require(cut.waitsForMore == whole.waitsForMore, "it waits for more, or not, by how it is cut")
    }
    // With pauses anywhere nothing is promised but that it goes on, and cleanly.
    var paused = InputDecoder()
    for byte in bytes {
      for event in paused.take([byte]) { try clean(event) }
      if Int.random(in: 0..<4, using: &random) == 0 { for event in paused.timeOut() { try clean(event) } }
    }
  }

  private func clean(_ event: TerminalEvent) throws(FuzzProblem) {
    guard case .key(let key) = event, case .character(let scalar) = key.code else { return }
    try require(
      scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value), "the control U+\(String(scalar.value, radix: 16)) is a key's character"
    )
  }
}
