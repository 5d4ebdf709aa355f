import CursesTerminal
import Screen
import TestSupport
import Testing

/// Every sequence that a terminal is known to send, cut at every byte: with its rest, late or at once, and without it.
@Suite struct SequenceTests {
  /// A sequence and whether it makes an event (answers make none).
  private struct Known: Sendable {
    var bytes: [UInt8]
    var makesEvent: Bool

    init(_ text: String, event: Bool = true) { (bytes, makesEvent) = (Array(text.utf8), event) }
  }

  private static let keys: [Known] = {
    var found: [Known] = []
    for letter in "ABCDFHPQRS" {
      found.append(Known("\u{1B}[\(letter)"))
      found.append(Known("\u{1B}\u{1B}[\(letter)"))
      for modifier in 2...16 { found.append(Known("\u{1B}[1;\(modifier)\(letter)")) }
    }
    for letter in "ABCDFHMPQRSabcdjklmnopqrstuvwxy" { found.append(Known("\u{1B}O\(letter)")) }
    for letter in "ABCDPQRS" { found.append(Known("\u{1B}O5\(letter)")) }
    for number in [1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34] {
      found.append(Known("\u{1B}[\(number)~"))
      found.append(Known("\u{1B}[\(number)^"))
      for modifier in [2, 3, 5, 6, 8] { found.append(Known("\u{1B}[\(number);\(modifier)~")) }
    }
    for letter in "ABCDE" { found.append(Known("\u{1B}[[\(letter)")) }
    for letter in "abcd" { found.append(Known("\u{1B}[\(letter)")) }
    found += ["\u{1B}[Z", "\u{1B}[I", "\u{1B}[O"].map { Known($0) }
    // kitty's and xterm's characters with modifiers, also with sub-parameters.
    for value in [9, 13, 27, 97, 127, 0x65E5] {
      for modifier in [1, 2, 3, 5, 7] {
        found.append(Known("\u{1B}[\(value);\(modifier)u"))
        found.append(Known("\u{1B}[27;\(modifier);\(value)~"))
      }
    }
    found.append(Known("\u{1B}[97:65;2:1u"))
    // The mouse: presses, drags, the wheel, releases, far out; X10.
    for code in [0, 1, 2, 4, 8, 16, 32, 64, 65] { found.append(Known("\u{1B}[<\(code);7;9M")) }
    found += [Known("\u{1B}[<0;1000;1000m"), Known("\u{1B}[M !!"), Known("\u{1B}[M#!!")]
    for text in ["a", "é", "日", "👍", "\u{1B}x", "\u{1B}é", "\r", "\t", "\u{7F}", "\u{1}", "\u{1B}\r"] { found.append(Known(text)) }
    found += [Known("\u{1B}[200~some\ntext\u{1B}[31m\u{1B}[201~"), Known("\u{1B}[200~\u{1B}[201~")]
    return found
  }()

  /// Answers to questions, ours and others'.
  private static let answers: [Known] = [
    "\u{1B}[?69;2$y", "\u{1B}[?2026;1$y", "\u{1B}[?62;1;6c", "\u{1B}[>1;4000;0c", "\u{1B}[0n", "\u{1B}[24;80R", "\u{1B}[8;24;80t",
    "\u{1B}]11;rgb:1e1e/1e1e/2e2e\u{7}", "\u{1B}]11;rgb:1e/1e/2e\u{1B}\\", "\u{1B}]4;1;rgb:00/00/00\u{1B}\\", "\u{1B}]52;c;aGk=\u{7}",
    "\u{1B}P>|foot(1.16.2)\u{1B}\\", "\u{1B}P1$r0m\u{1B}\\", "\u{1B}P1+r524742=38\u{1B}\\", "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}^x\u{1B}\\",
    "\u{1B}Xx\u{1B}\\",
  ].map { Known($0, event: false) }

  private static let q = TerminalEvent.key(Key(.character("q")))

  @Test("F31: every known sequence, cut at every byte, is what it is whole")
  func withItsRest() {
    for known in Self.keys + Self.answers {
      var whole = InputDecoder()
      let expected = whole.take(known.bytes)
      #expect(expected.isEmpty == !known.makesEvent, "\(String(decoding: known.bytes, as: UTF8.self).debugDescription)")
      #expect(expected.count < 2)
      for cut in 1..<max(2, known.bytes.count) where cut < known.bytes.count {
        var decoder = InputDecoder()
        let events = decoder.take(known.bytes[..<cut]) + decoder.take(known.bytes[cut...]) + decoder.take([0x71])
        #expect(events == expected + [Self.q], "\(String(decoding: known.bytes, as: UTF8.self).debugDescription) cut at \(cut)")
        #expect(decoder.replies == whole.replies)
      }
    }
  }

  /// The rest never comes. What is typed then may lose its first keys to the beginning that waits, no more; nothing of it becomes text, and the next whole
  /// sequence is understood.
  @Test("F31: a sequence that stays half does not hold the keyboard")
  func withoutItsRest() {
    for known in Self.keys + Self.answers where !known.bytes.starts(with: Array("\u{1B}[200~".utf8)) {
      for cut in 1..<max(2, known.bytes.count) where cut < known.bytes.count {
        var decoder = InputDecoder()
        var events = decoder.take(known.bytes[..<cut])
        let name = "\(String(decoding: known.bytes, as: UTF8.self).debugDescription) cut at \(cut)"
        #expect(events.count < 2, "\(name)")
        // What the reader does when nothing came for the escape delay, and when a key comes long after half an answer.
        if decoder.waitsForMore { events += decoder.timeOut() }
        var keys: [TerminalEvent] = []
        for _ in 0..<6 {
          if decoder.isInString, decoder.looksTyped([0x71]) { decoder.dropString() }
          keys += decoder.take([0x71])
        }
        #expect(keys.count >= 3 && keys.count <= 6, "\(name): \(keys)")
        #expect(keys.suffix(3) == [Self.q, Self.q, Self.q], "\(name): \(keys)")
        #expect(decoder.take(Array("\u{1B}[A".utf8)) == [.key(Key(.up))], "\(name)")
      }
    }
  }

  @Test func halfAnAnswerIsOnlyGivenUpForAKey() {
    var decoder = InputDecoder()
    _ = decoder.take(Array("\u{1B}]11;rgb:1e1e".utf8))
    #expect(decoder.isInString)
    #expect(!decoder.looksTyped(Array("/1e1e".utf8)))
    #expect(!decoder.looksTyped([0x07]) && !decoder.looksTyped([0x1B]))
    #expect(decoder.looksTyped(Array("é".utf8)) && decoder.looksTyped([0x0D]))
    #expect(decoder.take(Array("/1e1e/2e2e\u{7}q".utf8)) == [Self.q])
    #expect(decoder.replies == [.background(red: 0x1E, green: 0x1E, blue: 0x2E)])
    // Not in a paste, which may look like anything.
    _ = decoder.take(Array("\u{1B}[200~\u{1B}]11;".utf8))
    #expect(!decoder.isInString)
  }

  @Test func theTerminalsNameIsKeptCleanAndShort() {
    var decoder = InputDecoder()
    _ = decoder.take(Array("\u{1B}P>|tmux 3.3a\u{1B}\\\u{1B}P>|a\u{2}\u{9C}é".utf8))
    _ = decoder.take(Array((String(repeating: "x", count: 5000) + "\u{1B}\\").utf8))
    #expect(decoder.replies.first == .version("tmux 3.3a"))
    guard case .version(let name)? = decoder.replies.last else { return #expect(Bool(false)) }
    #expect(name.hasPrefix("axxx") && name.utf8.count == 100)
  }

  @Test func anyMixtureOfPiecesLeavesTheKeyboardFree() {
    var random = SeededGenerator(seed: 11)
    let all = Self.keys + Self.answers
    for _ in 0..<400 {
      var decoder = InputDecoder()
      for _ in 0..<20 {
        guard let known = all.randomElement(using: &random), !known.bytes.starts(with: Array("\u{1B}[200~".utf8)) else { continue }
        let start = Int.random(in: 0..<known.bytes.count, using: &random)
        let end = Int.random(in: start...known.bytes.count, using: &random)
        for case .key(let key) in decoder.take(known.bytes[start..<end]) {
          if case .character(let scalar) = key.code { #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)) }
        }
        if Bool.random(using: &random) { _ = decoder.timeOut() }
      }
      decoder.dropString()
      _ = decoder.take(Array("qqqq".utf8))
      #expect(decoder.take([0x71]) == [Self.q])
    }
  }
}
