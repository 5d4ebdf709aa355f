import CursesTerminal
import Screen
import Testing

@Suite struct InputDecoderTests {
  private static func key(_ code: Key.Code, control: Bool = false, alt: Bool = false, shift: Bool = false) -> TerminalEvent {
    .key(Key(code, control: control, alt: alt, shift: shift))
  }

  private static let corpus: [(String, [TerminalEvent])] = [
    ("a", [key(.character("a"))]), ("é日👍", [key(.character("é")), key(.character("日")), key(.character("👍"))]),
    ("\u{1B}[A\u{1B}OB", [key(.up), key(.down)]), ("\u{1B}[1;5C\u{1B}[1;2D", [key(.right, control: true), key(.left, shift: true)]),
    ("\u{1B}[3~\u{1B}[5;3~", [key(.delete), key(.pageUp, alt: true)]), ("\u{1B}[Z", [key(.backTab)]),
    (
      "\u{1B}OP\u{1B}[15~\u{1B}[[B\u{1B}[24;2~", [key(.function(1)), key(.function(5)), key(.function(2)), key(.function(12), shift: true)]
    ),
    ("\r\n\t\u{7F}\u{8}", [key(.enter), key(.character("j"), control: true), key(.tab), key(.backspace), key(.backspace)]),
    ("\u{1}\u{1A}\u{0}", [key(.character("a"), control: true), key(.character("z"), control: true), key(.character(" "), control: true)]),
    ("\u{1B}x\u{1B}\r\u{1B}é", [key(.character("x"), alt: true), key(.enter, alt: true), key(.character("é"), alt: true)]),
    ("\u{1B}\u{1B}[A", [key(.up, alt: true)]),
    ("\u{1B}[105;5u\u{1B}[9;1u\u{1B}[27;2;13~", [key(.character("i"), control: true), key(.tab), key(.enter, shift: true)]),
    ("\u{1B}[I\u{1B}[O", [.focus(true), .focus(false)]),
    (
      "\u{1B}[<0;5;7M\u{1B}[<32;6;7M\u{1B}[<0;6;7m\u{1B}[<65;1;1M",
      [
        .mouse(MouseEvent(kind: .press, column: 4, row: 6)), .mouse(MouseEvent(kind: .drag, column: 5, row: 6)),
        .mouse(MouseEvent(kind: .release, column: 5, row: 6)), .mouse(MouseEvent(kind: .wheelDown, column: 0, row: 0)),
      ]
    ),
    ("\u{1B}[M !!", [.mouse(MouseEvent(kind: .press, column: 0, row: 0))]),
    ("\u{1B}[200~one\ntwo\u{1B}[31m\u{1B}[201~x", [.paste(Array("one\ntwo\u{1B}[31m".utf8)), key(.character("x"))]),
    ("\u{1B}[200~\u{1B}[201~", [.paste([])]), ("\u{1B}[200~\u{1B}\u{1B}[201~", [.paste([0x1B])]),
    // Replies and what nobody knows never become text.
    ("\u{1B}[?69;2$y\u{1B}[?62;1;6c\u{1B}]11;rgb:1e1e/1e1e/2e2e\u{7}\u{1B}P>|term 1\u{1B}\\q", [key(.character("q"))]),
    ("\u{1B}[24;80R\u{1B}[0n\u{1B}[8;24;80t\u{1B}[>1;2;3c\u{1B}[99~\u{1B}[1;1xq", [key(.character("q"))]),
    ("\u{1B}_Gi=1;OK\u{1B}\\\u{1B}]4;1;rgb:00/00/00\u{1B}\\q", [key(.character("q"))]),
    ("\u{1B}[12\u{1B}[Aq", [key(.up), key(.character("q"))]),
  ]

  @Test("F31: escape sequences are the same however they are cut, and none leaks as text", arguments: corpus.indices)
  func sequencesAreTheSameHoweverTheyAreCut(_ number: Int) {
    let (text, expected) = Self.corpus[number]
    let bytes = Array(text.utf8)
    var whole = InputDecoder()
    #expect(whole.take(bytes) == expected, "\(text.debugDescription)")
    var single = InputDecoder()
    #expect(bytes.flatMap { single.take([$0]) } == expected, "\(text.debugDescription), byte by byte")
    for cut in 0...bytes.count {
      var decoder = InputDecoder()
      let events = decoder.take(bytes[..<cut]) + decoder.take(bytes[cut...])
      #expect(events == expected, "\(text.debugDescription) cut at \(cut)")
    }
  }

  @Test func aLoneEscapeIsAKeyAfterTheDelay() {
    var decoder = InputDecoder()
    #expect(decoder.take([0x1B]) == [])
    #expect(decoder.waitsForMore)
    #expect(decoder.timeOut() == [Self.key(.escape)])
    #expect(!decoder.waitsForMore)
    #expect(decoder.take(Array("[".utf8)) == [Self.key(.character("["))])
    #expect(decoder.take(Array("\u{1B}O".utf8)) == [])
    #expect(decoder.timeOut() == [Self.key(.character("O"), alt: true)])
    // A slow line: the rest comes late, but in one piece.
    _ = decoder.take([0x1B])
    #expect(decoder.timeOut() == [Self.key(.escape)])
    #expect(decoder.take(Array("[A".utf8)) == [Self.key(.up)])
  }

  @Test("F31: the terminal's answers are not typed")
  func answersAreKept() {
    var decoder = InputDecoder()
    _ = decoder.take(Array("\u{1B}[?69;2$y\u{1B}]11;rgb:ffff/8080/0000\u{1B}\\\u{1B}]11;rgb:f/8/0\u{7}\u{1B}[?62c".utf8))
    #expect(
      decoder.replies == [
        .mode(69, state: 2), .background(red: 255, green: 128, blue: 0), .background(red: 255, green: 136, blue: 0), .attributes,
      ])
  }

  @Test func pastesAreCapped() {
    var decoder = InputDecoder()
    let start = Array("\u{1B}[200~".utf8)
    let chunk = [UInt8](repeating: 0x78, count: 100_003)
    var events = decoder.take(start)
    for _ in 0..<60 { events += decoder.take(chunk) }
    #expect(events == [])
    events += decoder.take(Array("\u{1B}[201~y".utf8))
    guard case .paste(let bytes) = events.first else {
      Issue.record("no paste")
      return
    }
    #expect(bytes.count == InputDecoder.pasteLimit)
    #expect(events.count == 2 && events.last == Self.key(.character("y")))
  }

  @Test func noBytesMakeControlCharactersOrStick() {
    var seed: UInt64 = 3
    func next(_ limit: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((seed >> 33) % UInt64(limit))
    }
    for _ in 0..<3000 {
      var decoder = InputDecoder()
      var events: [TerminalEvent] = []
      for _ in 0..<next(8) {
        events += decoder.take(
          (0..<next(6)).map { _ in [0x1B, 0x5B, 0x4F, 0x3B, 0x31, 0x7E, 0x4D, 0xC3, 0xFF, 0x9B, 0x07, 0x41][next(12)] })
      }
      events += decoder.timeOut()
      for case .key(let key) in events {
        if case .character(let scalar) = key.code { #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)) }
      }
    }
  }
}
