import CSystem

/// The spellings of some secrets, ready to be searched for (`CSystem/Secrets.c`): a few hundred kilobytes for forty secrets, wiped at the end. Immutable.
final class SecretPatterns: @unchecked Sendable {
  // Only read after the initialiser, hence the unchecked conformance.
  private let patterns: OpaquePointer

  /// Nil when there is nothing to search for, or no memory.
  init?(_ secrets: some Sequence<SecretBytes>) {
    var forms: Set<[UInt8]> = []
    for secret in secrets where secret.count >= Redactor.minimumLength { forms.formUnion(SecretForms.all(of: secret.copy)) }
    guard !forms.isEmpty, let made = cs_patterns_make(forms.reduce(0) { $0 + $1.count }) else { return nil }
    patterns = made
    for form in forms { cs_patterns_add(made, form, form.count) }
  }

  deinit { cs_patterns_free(patterns) }

  /// Bytes of memory that it takes.
  var size: Int { cs_patterns_size(patterns) }

  /// Whether searching a text takes a copy of it, for the sake of escape sequences.
  func needsCopy(_ text: [UInt8]) -> Bool { cs_has_escape(text, text.count) != 0 }

  /// Where secrets stand in a text, in order, without gaps or overlaps between neighbours; also those that have a terminal's escape sequences in between.
  /// `known`: so many bytes at the beginning belong to one already.
  func places(in text: UnsafeBufferPointer<UInt8>, known: Int = 0) -> [Range<Int>] {
    var found: [Range<Int>] = known > 0 ? [0..<known] : []
    guard let base = text.baseAddress else { return found }
    search(base, text.count) { Self.add($0, to: &found) }
    guard cs_has_escape(base, text.count) != 0 else { return found }
    withoutEscapes(text) { copy, places in
      guard let plain = copy.baseAddress else { return }
      search(plain, copy.count) { found.append(Int(places[$0.lowerBound])..<Int(places[$0.upperBound - 1]) + 1) }
    }
    found.sort { $0.lowerBound < $1.lowerBound }
    var merged: [Range<Int>] = []
    for range in found { Self.add(range, to: &merged) }
    return merged
  }

  /// The first place from which the text up to its end may be the beginning of a secret, also with escape sequences in between; the text's length when there
  /// is none.
  func openPlace(in text: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = text.baseAddress else { return text.count }
    var place = cs_patterns_open(patterns, base, 0, text.count)
    guard cs_has_escape(base, text.count) != 0 else { return place }
    withoutEscapes(text) { copy, places in
      guard let plain = copy.baseAddress else { return }
      let open = cs_patterns_open(patterns, plain, 0, copy.count)
      // What is held for an escape sequence's sake is bounded.
      if open < copy.count, text.count - Int(places[open]) <= Self.longestHold { place = min(place, Int(places[open])) }
    }
    return place
  }

  /// The most bytes that are held back for a secret with escape sequences in it.
  private static let longestHold = 16 << 10

  private func search(_ base: UnsafePointer<UInt8>, _ count: Int, _ take: (Range<Int>) -> Void) {
    var from = 0
    while from < count {
      var length = 0
      let place = cs_patterns_next(patterns, base, from, count, &length)
      guard length > 0 else { return }
      take(place..<place + length)
      from = place + 1
    }
  }

  /// Adds a range that begins no earlier than the last one.
  private static func add(_ range: Range<Int>, to found: inout [Range<Int>]) {
    guard let last = found.last, range.lowerBound <= last.upperBound else { return found.append(range) }
    found[found.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
  }

  private func withoutEscapes(
    _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt32>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { copy in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: text.count) { places in
        let count = cs_without_escapes(text.baseAddress, text.count, copy.baseAddress, places.baseAddress)
        body(UnsafeBufferPointer(rebasing: copy[..<count]), UnsafeBufferPointer(rebasing: places[..<count]))
        if let base = copy.baseAddress { cs_wipe(base, count) }
      }
    }
  }
}
