import Model

/// The line that ends a reply: `Tokens: 1.9k sent, 1.2k cache hit, 29 received. Cost: $0.0052 message, $0.0052 session.` Figures are rounded by aider.
struct AiderUsage: Hashable, Sendable {
  /// The tokens of the message.
  var tokens: TokenCount
  /// What the message cost in US dollars; nil where aider knows no price.
  var costUSD: Double?

  /// Reads the line; nil when it is none.
  init?(_ line: String) {
    guard line.hasPrefix("Tokens: ") else { return nil }
    let halves = line.dropFirst(8).split(separator: " received.", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, let figures = halves.first else { return nil }
    tokens = TokenCount()
    for part in "\(figures) received".split(separator: ", ") {
      let words = part.split(separator: " ", maxSplits: 1)
      guard words.count == 2, let count = Self.count(words[0]) else { return nil }
      switch words[1] {
      case "sent": tokens.input = count
      case "received": tokens.output = count
      case "cache write": tokens.cacheWrite = count
      case "cache hit": tokens.cacheRead = count
      default: return nil
      }
    }
    // "sent" counts what the cache gave, too.
    tokens.input = max(0, tokens.input - tokens.cacheRead)
    if let dollars = halves[1].split(separator: " ").first(where: { $0.hasPrefix("$") }), let cost = Double(dollars.dropFirst()),
      cost.isFinite, cost >= 0
    {
      costUSD = cost
    }
  }

  /// "202", "1.9k", "12k".
  private static func count(_ text: Substring) -> Int? {
    guard text.hasSuffix("k") else { return Int(text).flatMap { $0 >= 0 ? $0 : nil } }
    guard let thousands = Double(text.dropLast()), thousands >= 0, thousands < 1e9 else { return nil }
    return Int((thousands * 1000).rounded())
  }
}
