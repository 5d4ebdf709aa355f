import Screen
import Testing

@Suite struct UntrustedTextTests {
  @Test(arguments: [
    ("plain text\nand more", "plain text\nand more"),
    ("\u{1B}[31mred\u{1B}[0m", "red"),
    ("\u{1B}[?1049h\u{1B}[2J\u{1B}[1;1Hx", "x"),
    ("\u{1B}]0;title\u{7}x", "x"),
    ("\u{1B}]52;c;aGk=\u{1B}\\x", "x"),
    ("\u{1B}]8;;http://evil\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"),
    ("\u{1B}P+q544e\u{1B}\\x", "x"),
    ("\u{1B}Ptmux;\u{1B}\u{1B}]0;t\u{7}\u{1B}\\x", "\u{1B}\\x"),
    ("\u{1B}_Gf=32;AAAA\u{1B}\\x", "x"),
    ("\u{1B}^pm\u{1B}\\\u{1B}Xsos\u{1B}\\x", "x"),
    ("\u{9B}31mred\u{9D}0;t\u{9C}x", "redx"),
    ("\u{1B}c\u{1B}7\u{1B}(0q\u{1B}#8", "q"),
    ("\u{1B}]0;never ends\nnext line", "␛]0;never ends\nnext line"),
    ("\u{1B}", "␛"), ("\u{1B}[", "␛["), ("a\u{1B}[12", "a␛[12"),
    ("a\u{8}b\u{7}\u{5}", "a␈b␇␅"), ("del\u{7F}", "del␡"), ("c1\u{85}x", "c1⟨U+0085⟩x"),
    ("a\tb\t\tc", "a   b       c"),
    ("progress 10%\rprogress 99%", "progress 99%"), ("long line\rab", "abng line"), ("dos\r\nline\r\n", "dos\nline\n"),
    ("a\r\r\nb", "a\nb"),
    ("a\u{202E}b", "a⟨U+202E⟩b"), ("\u{2066}x\u{2069}", "⟨U+2066⟩x⟨U+2069⟩"), ("a\u{200B}b\u{FEFF}", "a⟨U+200B⟩b⟨U+FEFF⟩"),
    ("\u{E0041}", "⟨U+E0041⟩"), ("\u{3164}\u{115F}", "⟨U+3164⟩⟨U+115F⟩"), ("so\u{AD}ft", "so⟨U+00AD⟩ft"), ("\u{2028}", "⟨U+2028⟩"),
    ("👩\u{200D}💻 ❤\u{FE0F}", "👩💻 ❤"), ("a\u{200D}b", "a⟨U+200D⟩b"),
    ("e\u{301}", "e\u{301}"), ("z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "z\u{301}\u{302}\u{303}\u{304}"), ("\u{301}x", "◌\u{301}x"),
    ("Grüße, 日本, Привет", "Grüße, 日本, Привет"),
  ])
  func corpus(text: String, clean: String) {
    // tmux passthrough ends at the BEL inside when it is read as one string: what is left over must still be harmless.
    if text.contains("tmux;") {
      #expect(!UntrustedText.clean(text).unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
    } else {
      #expect(UntrustedText.clean(text) == clean)
    }
  }

  @Test func oneLineHasNoLineFeeds() {
    #expect(UntrustedText.cleanLine("a\nb") == "a␊b")
    #expect(UntrustedText.cleanLine("plain") == "plain")
  }

  @Test func bytesThatAreNotUTF8AreReplaced() {
    #expect(UntrustedText.clean(bytes: [0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
  }

  @Test func lengthIsCapped() {
    let long = UntrustedText.clean(String(repeating: "x", count: 100_000))
    #expect(long.count == UntrustedText.lineLimit + 1)
    #expect(long.hasSuffix("…"))
    let hidden = "\u{1B}]0;" + String(repeating: "x", count: 8000) + "\u{7}end"
    #expect(UntrustedText.clean(hidden).hasSuffix("␇end"))
  }

  /// Whatever the bytes: nothing that a terminal acts on comes out, and cleaning again changes nothing.
  @Test("F32: no input gets through the sanitiser")
  func noInputGetsThrough() {
    var seed: UInt64 = 7
    func next(_ limit: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((seed >> 33) % UInt64(limit))
    }
    let pieces: [UInt32] = [
      0x1B, 0x5B, 0x5D, 0x50, 0x5C, 0x07, 0x9B, 0x9C, 0x9D, 0x30, 0x3B, 0x6D, 0x68, 0x0A, 0x0D, 0x09, 0x08, 0x202E, 0x200D, 0x1F469, 0x301,
      0x41, 0x7F, 0x18,
    ]
    for _ in 0..<2000 {
      var view = String.UnicodeScalarView()
      for _ in 0..<next(24) { if let scalar = Unicode.Scalar(pieces[next(pieces.count)]) { view.append(scalar) } }
      let clean = UntrustedText.clean(String(view))
      #expect(
        clean.unicodeScalars.allSatisfy {
          ($0.value >= 0x20 && $0.value < 0x7F) || $0 == "\n" || ($0.value >= 0xA1 && $0.properties.generalCategory != .format)
        })
      #expect(UntrustedText.clean(clean) == clean)
    }
  }
}
