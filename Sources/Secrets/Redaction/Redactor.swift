/// Replaces known secrets by `[redacted]`, wherever they appear and however they are spelt (`SecretForms`), also with a terminal's escape sequences in between.
/// Quick, because it leaps over what can be no secret. What is compressed, encrypted, spelt out or broken into lines cannot be found. Sharing it is cheap.
package struct Redactor: Sendable {
  /// Secrets shorter than this many bytes are not looked for: they would hit innocent text.
  package static let minimumLength = 8
  /// What stands in place of a secret.
  package static let replacement = "[redacted]"
  /// Longer texts with escape sequences in them are searched piece by piece, which bounds the memory that it takes.
  private static let piece = 256 << 10

  /// What it looks for.
  package let ledger: SecretLedger

  /// A redactor for these secrets; those that are too short are left out.
  package init(_ secrets: some Sequence<String>) { ledger = SecretLedger(secrets) }

  /// A redactor for all that is in the ledger, now and later.
  package init(_ ledger: SecretLedger) { self.ledger = ledger }

  /// Whether there is nothing to look for now.
  package var isEmpty: Bool { ledger.patterns == nil }

  /// Whether a secret is in these bytes.
  package func finds(in bytes: [UInt8]) -> Bool { redact(bytes) != bytes }

  /// The bytes without the secrets in them.
  package func redact(_ bytes: [UInt8]) -> [UInt8] {
    guard let patterns = ledger.patterns else { return bytes }
    if bytes.count <= Self.piece || !patterns.needsCopy(bytes) {
      return bytes.withUnsafeBufferPointer { text in Self.without(patterns.places(in: text), text) } ?? bytes
    }
    var stream = stream()
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var from = 0
    while from < bytes.count {
      let end = min(bytes.count, from + Self.piece)
      out += stream.append(Array(bytes[from..<end]))
      from = end
    }
    return out + stream.finish()
  }

  /// The text without the secrets in it.
  package func redact(_ text: String) -> String {
    guard !isEmpty else { return text }
    return String(decoding: redact(Array(text.utf8)), as: UTF8.self)
  }

  /// The same for the bytes of JSON, which stay JSON: only what stands inside a text is taken out, and neither half of an escape nor the name of a member whose
  /// name happens to be a secret.
  package func redactJSON(_ bytes: [UInt8]) -> [UInt8] {
    guard let patterns = ledger.patterns else { return bytes }
    return bytes.withUnsafeBufferPointer { text in
      let places = patterns.places(in: text).filter { JSONSpot.canTake($0, text) }
      return Self.without(places, text)
    } ?? bytes
  }

  /// For bytes that come in pieces.
  package func stream() -> RedactionStream { RedactionStream(ledger) }

  /// The text with marks in place of these ranges; nil when there are none.
  private static func without(_ places: [Range<Int>], _ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard !places.isEmpty else { return nil }
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var from = 0
    for place in places {
      out.append(contentsOf: text[from..<place.lowerBound])
      out.append(contentsOf: replacement.utf8)
      from = place.upperBound
    }
    out.append(contentsOf: text[from...])
    return out
  }
}
