import Model
import Testing

@Suite("Hidden characters")
struct HiddenTextTests {
  private static func kinds(_ line: String) -> [HiddenText.Trick.Kind] { HiddenText.tricks(in: line).map(\.kind) }

  @Test(
    "What cannot be seen is found",
    arguments: [
      ("a\u{202E}b", HiddenText.Trick.Kind.bidi), ("a\u{2066}b", .bidi), ("a\u{2069}b", .bidi), ("a\u{61C}b", .bidi), ("a\u{200F}b", .bidi),
      ("a\u{200B}b", .invisible), ("a\u{200C}b", .invisible), ("a\u{200D}b", .invisible), ("a\u{2060}b", .invisible),
      ("a\u{2064}b", .invisible), ("a\u{FEFF}b", .invisible), ("a\u{E0041}b", .invisible), ("a\u{E0100}b", .invisible),
      ("a\u{AD}b", .invisible), ("a\u{115F}b", .invisible), ("a\u{3164}b", .invisible), ("a\u{FFA0}b", .invisible),
      ("a\u{180E}b", .invisible), ("a\u{2800}b", .invisible), ("a\u{2028}b", .invisible), ("a\u{FE00}b", .invisible),
      ("a\u{0}b", .control), ("a\u{1B}[8mb", .control), ("a\u{8}b", .control), ("a\u{9B}b", .control), ("a\u{7F}b", .control),
      ("a\rb", .control), ("a\u{2003}b", .invisible),
    ])
  func found(_ line: String, _ kind: HiddenText.Trick.Kind) {
    let tricks = HiddenText.tricks(in: line)
    #expect(tricks.map(\.kind) == [kind])
    #expect(tricks.first?.hides == true)
    #expect(tricks.first?.range.lowerBound == 1)
  }

  @Test("What is only untidy is marked and hides nothing")
  func untidy() {
    #expect(Self.kinds("a\r") == [.carriageReturn])
    #expect(Self.kinds("\u{FEFF}a") == [.byteOrderMark])
    #expect(Self.kinds("a \t") == [.trailingSpace])
    #expect(Self.kinds("a  \r") == [.trailingSpace, .carriageReturn])
    for line in ["a\r", "\u{FEFF}a", "a  "] { #expect(HiddenText.tricks(in: line).filter(\.hides).isEmpty) }
  }

  @Test(
    "Honest text of the world passes",
    arguments: [
      "plain ASCII", "\tindented", "größe naïve", "Привет, мир", "а он не о том", "αβγ και όχι", "Δt = πr²", "日本語テキスト", "한국어", "👩‍👩‍👧 👍🏽 ❤️",
      "SQL-запрос", "version_версия", "µs Ω", "x² ≤ y", "العربية", "–—“quotes”…",
    ])
  func honest(_ line: String) {
    #expect(HiddenText.tricks(in: line).filter(\.hides).isEmpty, "\(HiddenText.tricks(in: line))")
  }

  @Test(
    "Letters of another script in a word, and words made of look-alikes only",
    arguments: [
      "p\u{430}ypal", "\u{441}ount", "if (\u{430} > 1)", "\u{455}\u{441}\u{43E}\u{440}\u{435}", "admi\u{578}", "\u{13AA}DMIN",
      "l\u{43E}gin(user)",
      "nam\u{435}", "\u{3BF}pen", "\u{FF45}val(x)", "\u{1D41E}xec(x)", "a\u{37E}", "\u{212A}ey", "lo\u{261}in", "ма\u{73}k",
    ])
  func lookAlikes(_ line: String) {
    #expect(HiddenText.tricks(in: line).contains { $0.kind == .lookAlike }, "\(line)")
  }

  @Test("Ranges are of the line's bytes")
  func ranges() {
    let line = "é\u{202E}p\u{430}y  "
    let tricks = HiddenText.tricks(in: line)
    #expect(tricks.map(\.range) == [2..<5, 6..<8, 9..<11])
  }

  @Test("The table is of letters outside of ASCII and of their ASCII twins")
  func table() {
    var count = 0
    for value in UInt32(0x80)..<0x1_0000 {
      guard let scalar = Unicode.Scalar(value), let twin = LookAlikes.ascii(scalar) else { continue }
      count += 1
      #expect(twin.isASCII && twin.isLetter, "\(scalar)")
    }
    #expect(count > 130)
    for value in UInt32(0)..<0x80 { if let scalar = Unicode.Scalar(value) { #expect(LookAlikes.ascii(scalar) == nil) } }
  }
}
