/// Durations as people write them: `90s`, `10m`, `1h`, `1h30m`, `2d`, `250ms`; a bare number is seconds.
package enum DurationText {
  private static let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)]

  /// The seconds; nil when it is no duration, negative, or longer than ten years.
  package static func seconds(_ text: String) -> Double? {
    var rest = text[...]
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      guard !digits.isEmpty, let value = Double(String(digits)) else { return nil }
      rest = rest.dropFirst(digits.count)
      if rest.isEmpty {
        guard digits.count == text.count else { return nil }
        total = value
        break
      }
      let word = rest.prefix { $0.isLetter }
      guard let unit = units.first(where: { $0.0 == word }) else { return nil }
      rest = rest.dropFirst(word.count)
      total += value * unit.1
    }
    return text.isEmpty || total > 315_360_000 ? nil : total
  }
}
