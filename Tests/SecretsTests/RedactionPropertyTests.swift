import FoundationEssentials
import Secrets
import TestSupport
import Testing

/// Random secrets in every spelling, in random text, in random pieces: nothing gets through, and nothing else is lost. The spellings are made by code of the
/// library's and of the test's own.
@Suite struct RedactionPropertyTests {
  private static let cases = 3000
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./+=&%\"\\ :<>'~".utf8)
  private static let noise = Array("#@!?$^*(){}[];,|\n\u{e9}\u{416}".utf8)
  private static let hexadecimal = Array("0123456789abcdef".utf8)

  private static func hex(_ bytes: [UInt8]) -> [UInt8] { bytes.flatMap { [hexadecimal[Int($0 >> 4)], hexadecimal[Int($0 & 15)]] } }

  private static func percent(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || "-_.~".utf8.contains(byte)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + String(decoding: hex([byte]), as: UTF8.self).uppercased()
    }.joined()
  }

  private static func json(_ text: String, slashes: Bool) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = slashes ? [] : [.withoutEscapingSlashes]
    return (try? encoder.encode(text)).map { Array($0.dropFirst().dropLast()) } ?? []
  }

  /// Base64 behind so many other bytes, from the first to the last character that depends on the secret alone.
  private static func base64(_ secret: [UInt8], lead: Int, urlSafe: Bool) -> [UInt8] {
    let text = Data(Array(repeating: 0, count: lead) + secret).base64EncodedString()
    let first = (lead * 8 + 5) / 6
    let last = (lead + secret.count) * 8 / 6
    let middle = Array(text.utf8)[first..<last]
    guard urlSafe else { return Array(middle) }
    return middle.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }
  }

  private static func spellings(_ secret: [UInt8]) -> [[UInt8]] {
    let text = String(decoding: secret, as: UTF8.self)
    let url = percent(secret)
    let lower = url.split(separator: "%", omittingEmptySubsequences: false).enumerated().map {
      $0 == 0 ? String($1) : $1.prefix(2).lowercased() + $1.dropFirst(2)
    }
    let escaped = secret.flatMap { byte -> [UInt8] in
      byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), byte] : [byte]
    }
    let markup = escaped.flatMap { "<>&".utf8.contains($0) ? Array("\\u00".utf8) + hex([$0]) : [$0] }
    return [
      secret, Array(secret.reversed()), hex(secret), Array(String(decoding: hex(secret), as: UTF8.self).uppercased().utf8), Array(url.utf8),
      Array(lower.joined(separator: "%").utf8), json(text, slashes: true), json(text, slashes: false), markup,
      base64(secret, lead: 0, urlSafe: false), base64(secret, lead: 1, urlSafe: false), base64(secret, lead: 2, urlSafe: false),
      base64(secret, lead: 0, urlSafe: true), base64(secret, lead: 1, urlSafe: true), base64(secret, lead: 2, urlSafe: true),
    ]
  }

  private static func colours(_ bytes: [UInt8], _ dice: inout SeededGenerator) -> [UInt8] {
    let marks = ["\u{1b}[1m", "\u{1b}[38;5;12m", "\u{1b}[0m", "\\u001b[31m", "\\u001B[0m", "\u{1b}]0;title\u{7}", "\u{1b}(B"]
    return bytes.flatMap { byte -> [UInt8] in
      Int.random(in: 0..<6, using: &dice) == 0 ? Array((marks.randomElement(using: &dice) ?? "").utf8) + [byte] : [byte]
    }
  }

  @Test("3,000 random secrets in 15 spellings, with colours or without, in pieces of 1 to 9 bytes: 0 leaks")
  func nothingGetsThrough() {
    var leaks = 0
    var losses = 0
    for number in 0..<Self.cases {
      var dice = SeededGenerator(seed: UInt64(number))
      let length = Int.random(in: 11...48, using: &dice)
      let secret = (0..<length).map { _ in Self.alphabet.randomElement(using: &dice) ?? 65 }
      guard let first = secret.first, let last = secret.last, first != 0x20, last != 0x20 else { continue }
      let forms = Self.spellings(secret)
      let plain = forms[number % forms.count]
      let isColoured = number % 3 == 0
      let form = isColoured ? Self.colours(plain, &dice) : plain
      let (before, after) = (Self.some(&dice), Self.some(&dice))
      let text = before + form + after
      var stream = Redactor([String(decoding: secret, as: UTF8.self), "another-secret-\(number)"]).stream()
      var out: [UInt8] = []
      var index = 0
      while index < text.count {
        let end = min(text.count, index + Int.random(in: 1...9, using: &dice))
        out += stream.append(Array(text[index..<end]))
        index = end
      }
      out += stream.finish()
      if out.firstRange(of: form) != nil || out.firstRange(of: plain) != nil { leaks += 1 }
      // Escape sequences before the first byte stay.
      if !isColoured, out != before + Array(Redactor.replacement.utf8) + after { losses += 1 }
      if isColoured, !(out.starts(with: before) && out.suffix(after.count) == after[...]) { losses += 1 }
    }
    #expect(leaks == 0)
    #expect(losses == 0)
  }

  private static func some(_ dice: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 0...20, using: &dice)).map { _ in noise.randomElement(using: &dice) ?? 35 }
  }

  @Test("Without the secret in the ledger the same text is left as it is, so that the test above can fail")
  func control() {
    for form in Self.spellings(Array("sk-Canary/0123+4567".utf8)) {
      #expect(Redactor(["sk-Another/0123+4567"]).redact(form) == form)
      #expect(Redactor(["sk-Canary/0123+4567"]).redact(form) != form)
    }
  }
}
