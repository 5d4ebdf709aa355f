import Secrets
import Testing

@Suite struct RedactorTests {
  private let secret = "sk-ant-api03/+Key\"with\\odd&chars="
  private let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private func encode(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let part = Array(bytes[index..<min(index + 3, bytes.count)]) + [0, 0]
      let value = Int(part[0]) << 16 | Int(part[1]) << 8 | Int(part[2])
      for shift in [18, 12, 6, 0] { out.append(base64[value >> shift & 63]) }
      index += 3
    }
    return String(decoding: out, as: UTF8.self)
  }

  @Test func plainTextIsUntouched() {
    let redactor = Redactor([secret])
    for text in ["", "nothing here", "sk-ant-api03/+Ke", "sk-ant-sk-ant-api0 é😀"] { #expect(redactor.redact(text) == text) }
    #expect(Redactor(["short"]).isEmpty)
    #expect(Redactor(["short"]).redact("short") == "short")
  }

  @Test func everyFormIsFound() {
    let redactor = Redactor([secret])
    let json = #"sk-ant-api03/+Key\"with\\odd&chars="#
    let escaped = #"sk-ant-api03\/+Key\"with\\odd&chars="#
    let url = "sk-ant-api03%2F%2BKey%22with%5Codd%26chars%3D"
    for form in [
      secret, json, escaped, url,
      url.replacing("%2F", with: "%2f").replacing("%2B", with: "%2b").replacing("%5C", with: "%5c").replacing("%3D", with: "%3d"),
    ] {
      #expect(redactor.redact("a \(form) b") == "a [redacted] b")
    }
  }

  @Test(arguments: ["", "a", "ab", "abc", "Authorization: Basic user:"])
  func base64AtAnyAlignment(_ lead: String) {
    let redactor = Redactor([secret])
    let text = encode(Array((lead + secret + "tail").utf8))
    let redacted = redactor.redact(text)
    #expect(redacted.contains("[redacted]"))
    #expect(redacted.count < text.count - 20)
    #expect(Redactor([secret]).redact(text.replacing("+", with: "-").replacing("/", with: "_")).contains("[redacted]"))
  }

  @Test func neighboursAndOverlaps() {
    let redactor = Redactor(["abcdefgh", "efghijkl", "abcdefghijklmnop"])
    #expect(redactor.redact("xabcdefghijklx") == "x[redacted]x")
    #expect(redactor.redact("abcdefghabcdefgh") == "[redacted]")
    #expect(redactor.redact("abcdefghijklmnop.abcdefgh.efghijkl") == "[redacted].[redacted].[redacted]")
    #expect(redactor.redact("abcdefghijklmnoz") == "[redacted]mnoz")
    #expect(redactor.redact("abcdabcdefgh") == "abcd[redacted]")
  }

  @Test func anyChunkingGivesTheSame() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let secrets = (0..<4).map { _ in String((0..<Int.random(in: 8...14)).map { _ in "abc".randomElement() ?? "a" }) }
      let redactor = Redactor(secrets)
      var text = ""
      for _ in 0..<20 {
        text +=
          Bool.random() ? secrets[Int.random(in: 0..<4, using: &generator)] : String((0..<6).map { _ in "abcd".randomElement() ?? "a" })
      }
      let bytes = Array(text.utf8)
      let whole = redactor.redact(bytes)
      for secret in secrets { #expect(!String(decoding: whole, as: UTF8.self).contains(secret)) }
      var stream = redactor.stream()
      var pieces: [UInt8] = []
      var index = 0
      while index < bytes.count {
        let end = min(bytes.count, index + Int.random(in: 1...9, using: &generator))
        pieces += stream.append(Array(bytes[index..<end]))
        index = end
      }
      pieces += stream.finish()
      #expect(pieces == whole)
    }
  }

  @Test func holdsBackOnlyWhatMayBeASecret() {
    var stream = Redactor(["secret-token"]).stream()
    #expect(stream.append(Array("hello".utf8)) == Array("hello".utf8))
    #expect(stream.append(Array(" sec".utf8)) == Array(" ".utf8))
    #expect(stream.append(Array("ond".utf8)) == Array("second".utf8))
    #expect(stream.append(Array("secret-t".utf8)) == [])
    #expect(stream.append(Array("oken!".utf8)) == Array("[redacted]!".utf8))
    #expect(stream.append(Array("secret".utf8)) == [])
    #expect(stream.finish() == Array("secret".utf8))
  }

  @Test func linear() {
    let redactor = Redactor((0..<40).map { "secret-number-\($0)-\(String(repeating: "a", count: 40))" })
    let text = String(repeating: "secret-number-1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b", count: 10_000)
    #expect(redactor.redact(text).utf8.count < text.utf8.count)
  }

  @Test func coloursInBetween() {
    let redactor = Redactor(["secret-token"])
    #expect(redactor.redact("a \u{1b}[1msec\u{1b}[0mret-\u{1b}[31mtoken\u{1b}[0m b") == "a \u{1b}[1m[redacted]\u{1b}[0m b")
    #expect(redactor.redact(#"{"t":"sec\u001b[0mret-tok\u001B[2Ken"}"#) == #"{"t":"[redacted]"}"#)
    #expect(redactor.redact("sec\u{1b}]8;;http://x\u{1b}\\ret-token") == "[redacted]")
    #expect(redactor.redact("\u{1b}]0;secret-token") == "\u{1b}]0;[redacted]", "a sequence without an end hides nothing")
    #expect(redactor.redact("sec\u{1b}[1mond") == "sec\u{1b}[1mond")
  }

  @Test("What is held for the sake of escape sequences is bounded")
  func endlessEscapes() {
    var stream = Redactor(["secret-token"]).stream()
    var given = stream.append(Array("secr".utf8)).count
    for _ in 0..<5000 { given += stream.append(Array("\u{1b}[1m".utf8)).count }
    #expect(given > 0)
    #expect(given + stream.finish().count == 4 + 5000 * 4)
  }

  @Test("A secret that becomes known is found from then on, also by a stream that is at work")
  func live() {
    let ledger = SecretLedger()
    let redactor = Redactor(ledger)
    var stream = redactor.stream()
    #expect(stream.append(Array("late-secret ".utf8)) == Array("late-secret ".utf8))
    ledger.add(["late-secret"])
    #expect(redactor.redact("late-secret") == "[redacted]")
    #expect(stream.append(Array("late-".utf8)) == [])
    ledger.add(["late-secret-and-longer"])
    #expect(stream.append(Array("secret-and-".utf8)) == [])
    #expect(stream.append(Array("longer!".utf8)) == Array("[redacted]!".utf8))
    ledger.add(passing: SecretBytes("session-token"))
    #expect(redactor.redact("session-token") == "[redacted]")
    for number in 0..<200 { ledger.add(passing: SecretBytes("session-number-\(number)")) }
    #expect(ledger.count == 130)
  }

  @Test("JSON stays JSON: an escape is not cut, the name of a member stays, its value does not")
  func json() {
    let redactor = Redactor(["tail-1234", "workspace", #"quo"te\12"#])
    func redact(_ text: String) -> String { String(decoding: redactor.redactJSON(Array(text.utf8)), as: UTF8.self) }
    #expect(redact(#"{"a":"\tail-1234"}"#) == #"{"a":"\tail-1234"}"#, "it is a tab and “ail-1234”")
    #expect(redact(#"{"a":"\\tail-1234"}"#) == #"{"a":"\\[redacted]"}"#)
    #expect(redact(#"{"workspace":"workspace","workspaces":1}"#) == #"{"workspace":"[redacted]","workspaces":1}"#)
    #expect(redact(#"{"a":"{\"workspace\":1}"}"#) == #"{"a":"{\"[redacted]\":1}"}"#)
    #expect(redact(#"{"a":"quo\"te\\12"}"#) == #"{"a":"[redacted]"}"#)
  }

  @Test func longTextsGoInPieces() {
    let redactor = Redactor(["secret-token"])
    let part = String(repeating: "x", count: 9_999)
    let text = String(repeating: part + "secret-token", count: 100)
    #expect(redactor.redact(text) == String(repeating: part + "[redacted]", count: 100))
  }

  @Test("Forty secrets take less than a megabyte")
  func memory() {
    let ledger = SecretLedger(
      (0..<40).map { "sk-secret-\($0)-\(String($0 &* 7919 &+ 104_729, radix: 36))-abcdefghijklmnopqrstuvwxyz0123456789" })
    #expect(ledger.size > 0)
    #expect(ledger.size < 1 << 20)
  }

  @Test func secretsShowNothing() {
    var bytes = Array("secret-token".utf8)
    let secret = SecretBytes(taking: &bytes)
    #expect(bytes.isEmpty)
    var dumped = ""
    dump(secret, to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] { #expect(!text.contains("secret-token")) }
    #expect(secret.text == "secret-token")
    #expect(secret == SecretBytes("secret-token"))
    #expect(secret != SecretBytes("secret-tokem"))
    #expect(SecretBytes("").text == "")
  }
}
