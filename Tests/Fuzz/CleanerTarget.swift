import Screen
import TestSupport

/// The sanitiser: nothing that controls a terminal or turns text round comes out, once is enough, and what is drawn of it is clean.
struct CleanerTarget: FuzzTarget {
  let name = "sanitiser"
  let corpus = [
    "plain text\nwith lines", "\u{1B}[31mred\u{1B}[0m and \u{1B}]0;title\u{7}more", "50 %\r100 %\nnext", "a\tb\u{8}c\u{7F}",
    "x\u{202E}gnp\u{2066}y\u{200B}z\u{FEFF}", "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} 👩‍👩‍👧 ❤️ 日本", "\u{9B}31m\u{90}q\u{9C}\u{85}",
    "\u{1B}Ptmux;\u{1B}\u{1B}]52;c;aGk=\u{7}\u{1B}\\", "\u{E0041}\u{34F}\u{3164}\u{180E}", "\u{1B}(B\u{1B}#8\u{1B}c\u{1B} F",
  ]
  let words = [
    "\u{1B}", "\u{1B}[", "\u{1B}]", "\u{1B}P", "\u{1B}\\", "\u{7}", "\u{9B}", "\u{9D}", "\u{9C}", "\r", "\n", "\t", "\u{8}", "m", ";", "0",
    "\u{200D}",
    "\u{202E}", "\u{301}", "👩", "\u{FE0F}", "\u{1F3FB}", "\u{0}", "日", "\u{1B}\u{1B}",
  ]

  func check(_ bytes: [UInt8], _ random: inout SeededGenerator) throws(FuzzProblem) {
    let text = String(decoding: bytes, as: UTF8.self)
    let clean = UntrustedText.clean(bytes: bytes)
    try require(clean == UntrustedText.clean(text), "bytes and text differ")
    try Self.expectClean(clean, lineFeeds: true)
    try require(
      UntrustedText.clean(clean) == clean,
      "twice is not as once: \(UntrustedText.clean(clean).debugDescription) after \(clean.debugDescription)")
    let line = UntrustedText.cleanLine(text)
    try Self.expectClean(line, lineFeeds: false)
    try require(UntrustedText.cleanLine(line) == line, "a line twice is not as once")
    let width = Int.random(in: 0...120, using: &random)
    var canvas = Canvas(size: Size(width: width, height: 2))
    // Not sanitised at all: the canvas drops what controls.
    canvas.put(text, column: Int.random(in: -10...130, using: &random), row: 0, style: Style(.text))
    canvas.put(
      line, column: Int.random(in: -10...130, using: &random), row: 1, style: Style(.text), width: Int.random(in: -2...140, using: &random))
    try Self.expectClean(canvas)
    let cut = TextWidth.truncate(line, width)
    try require(TextWidth.width(of: cut) <= width, "cut at \(width) it has \(TextWidth.width(of: cut)) columns")
    for wrapped in TextWrap.lines(of: clean, width: max(2, width)) {
      try require(TextWidth.width(of: wrapped) <= max(2, width), "wrapped at \(width): \(wrapped.debugDescription)")
    }
  }

  static func expectClean(_ text: String, lineFeeds: Bool) throws(FuzzProblem) {
    for scalar in text.unicodeScalars {
      let value = scalar.value
      let isControl = value < 0x20 && !(lineFeeds && value == 0x0A) || (0x7F..<0xA0).contains(value)
      let turns =
        (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) || value == 0x200B || value == 0x200D || value == 0xFEFF
      try require(!isControl && !turns, "U+\(String(value, radix: 16)) came through")
    }
  }

  static func expectClean(_ canvas: Canvas) throws(FuzzProblem) {
    for cell in canvas.cells {
      let value = cell.scalar
      let isControl = value < 0x20 && value != 0 || (0x7F..<0xA0).contains(value)
      try require(!isControl && value != 0x202E && value != 0x200B, "U+\(String(value, radix: 16)) is on a canvas")
    }
    for row in 0..<canvas.size.height where canvas.size.width > 0 {
      try require(!canvas[0, row].isContinuation, "a row begins with half a character")
    }
  }
}
