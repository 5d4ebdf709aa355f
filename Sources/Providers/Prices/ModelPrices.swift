package import Model

/// What models cost. A model that is not in the table is unmetered: no price is better than a wrong one.
package enum ModelPrices {
  /// When the table was last compared with the providers' own pages.
  package static let date = "2026-11-21"

  /// What one request costs in USD; nil when the model's price is not known. A request whose prompt is longer than a threshold of the provider is charged at
  /// the higher rate as a whole, so the tokens are those of one request and no sum of many.
  /// - Parameter model: a name with or without a provider's prefix, with or without a date at its end.
  package static func cost(model: String, tokens: TokenCount) -> Double? {
    guard let entry = entry(model) else { return nil }
    let prompt = Double(tokens.input) + Double(tokens.cacheRead) + Double(tokens.cacheWrite)
    let price = entry.long.flatMap { prompt > $0.above ? $0.price : nil } ?? entry.price
    let total =
      Double(tokens.input) * price.input + Double(tokens.output) * price.output + Double(tokens.cacheRead) * price.cacheRead
      + Double(tokens.cacheWrite) * price.cacheWrite
    return total / 1_000_000
  }

  /// The model's standard price; nil when it is not known.
  package static func price(_ model: String) -> ModelPrice? { entry(model)?.price }

  /// The entry with the longest name that the model's begins with; what is left may only be a date or a word of no account.
  private static func entry(_ model: String) -> PriceEntry? {
    if ModelName(model).isOllama { return nil }
    let name = model.split(separator: "/").last.map { $0.lowercased() } ?? ""
    let found = PriceEntry.all.filter { name.hasPrefix($0.name) && isSameModel(name.dropFirst($0.name.count)) }
    return found.max { $0.name.count < $1.name.count }
  }

  private static func isSameModel(_ rest: Substring) -> Bool {
    if rest.isEmpty || rest == "[1m]" { return true }
    guard let first = rest.first, first == "-" || first == "@" else { return false }
    let parts = rest.dropFirst().split(separator: "-", omittingEmptySubsequences: false)
    // "claude-opus-4-9" is another model than "claude-opus-4": numbers that count are those of dates.
    let isDate = parts.allSatisfy { $0.allSatisfy(\.isNumber) } && (parts[0].count == 8 || parts[0].count == 4 && parts.count == 3)
    return isDate || ["latest", "preview"].contains(parts[0])
  }
}
