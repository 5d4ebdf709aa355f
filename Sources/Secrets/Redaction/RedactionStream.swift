/// Redacts a stream that comes in pieces of any size. Holds back only the longest end of the text that may be the beginning of a secret, so that nothing else ever
/// waits. A secret that becomes known while the stream runs is looked for from then on.
package struct RedactionStream: Sendable {
  private let ledger: SecretLedger
  /// Bytes not yet given out.
  private var held: [UInt8] = []
  /// So many of them, from the first one on, belong to a secret.
  private var known = 0
  /// Whether the last byte given out belonged to a secret, so that neighbours become one mark.
  private var isInside = false

  init(_ ledger: SecretLedger) { self.ledger = ledger }

  /// What can be given out after these bytes.
  package mutating func append(_ bytes: [UInt8]) -> [UInt8] { take(bytes, isLast: false) }

  /// The rest, at the end of the stream.
  package mutating func finish() -> [UInt8] {
    let out = take([], isLast: true)
    isInside = false
    return out
  }

  private mutating func take(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
    guard let patterns = ledger.patterns else {
      isInside = false
      defer { held = [] }
      return held.isEmpty ? bytes : held + bytes
    }
    let text = held.isEmpty ? bytes : held + bytes
    guard !text.isEmpty else { return [] }
    var out: [UInt8] = []
    text.withUnsafeBufferPointer { text in
      let places = patterns.places(in: text, known: known)
      let end = isLast ? text.count : patterns.openPlace(in: text)
      if places.isEmpty {
        out = Array(text[..<end])
        if end > 0 { isInside = false }
      } else {
        out.reserveCapacity(end)
        give(text[..<end], places, to: &out)
      }
      known = max(0, (places.first { $0.contains(end) }?.upperBound ?? end) - end)
      held = Array(text[end...])
    }
    return out
  }

  private mutating func give(_ text: Slice<UnsafeBufferPointer<UInt8>>, _ places: [Range<Int>], to out: inout [UInt8]) {
    var from = text.startIndex
    for place in places where place.lowerBound < text.endIndex {
      if place.lowerBound > from {
        out.append(contentsOf: text[from..<place.lowerBound])
        isInside = false
      }
      if !isInside { out.append(contentsOf: Redactor.replacement.utf8) }
      isInside = true
      from = min(place.upperBound, text.endIndex)
    }
    guard from < text.endIndex else { return }
    out.append(contentsOf: text[from...])
    isInside = false
  }
}
