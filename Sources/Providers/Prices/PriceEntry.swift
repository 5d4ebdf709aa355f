/// A row of the table of prices.
struct PriceEntry {
  /// What the model's name begins with.
  var name: String
  /// The price.
  var price: ModelPrice
  /// The price of requests whose prompt is longer than so many tokens, where it is another.
  var long: (above: Double, price: ModelPrice)?

  /// Read from https://platform.claude.com/docs/en/about-claude/pricing, https://developers.openai.com/api/docs/pricing and
  /// https://ai.google.dev/gemini-api/docs/pricing; see `ModelPrices.date`.
  static let all: [PriceEntry] = claude + openAI + gemini

  private static func row(_ name: String, _ price: ModelPrice, long: (above: Double, price: ModelPrice)? = nil) -> PriceEntry {
    PriceEntry(name: name, price: price, long: long)
  }

  private static let claude: [PriceEntry] = [
    row("claude-fable-5-1", ModelPrice(10, 50, read: 0.25, write: 12.5)),
    row("claude-fable-5", ModelPrice(10, 50, read: 1, write: 12.5)),
    row("claude-opus-5-5", ModelPrice(4, 20, read: 0.2, write: 5)),
    row("claude-opus-5", ModelPrice(5, 25, read: 0.5, write: 6.25)),
    row("claude-opus-4-8", ModelPrice(5, 25, read: 0.5, write: 6.25)),
    row("claude-opus-4-7", ModelPrice(5, 25, read: 0.5, write: 6.25)),
    row("claude-opus-4-6", ModelPrice(5, 25, read: 0.5, write: 6.25)),
    row("claude-opus-4-5", ModelPrice(5, 25, read: 0.5, write: 6.25)),
    row("claude-opus-4-1", ModelPrice(15, 75, read: 1.5, write: 18.75)),
    row("claude-opus-4", ModelPrice(15, 75, read: 1.5, write: 18.75)),
    row("claude-sonnet-5-5", ModelPrice(2, 10, read: 0.1, write: 2.5)),
    row("claude-sonnet-5", ModelPrice(2, 10, read: 0.2, write: 2.5)),
    row("claude-sonnet-4-6", ModelPrice(3, 15, read: 0.3, write: 3.75)),
    row("claude-sonnet-4-5", ModelPrice(3, 15, read: 0.3, write: 3.75)),
    row("claude-sonnet-4", ModelPrice(3, 15, read: 0.3, write: 3.75)),
    row(
      "claude-haiku-5-5", ModelPrice(0.1, 0.5, read: 0.01, write: 0.125),
      long: (100_000, ModelPrice(0.5, 2.5, read: 0.05, write: 0.625))),
    row("claude-haiku-4-5", ModelPrice(1, 5, read: 0.1, write: 1.25)),
    row("claude-3-5-haiku", ModelPrice(0.8, 4, read: 0.08, write: 1)),
  ]

  private static let openAI: [PriceEntry] = [
    row("gpt-6.1-sol", ModelPrice(2, 10, read: 0.1, write: 2.5)),
    row("gpt-6-astra", ModelPrice(10, 50, read: 1, write: 12.5)),
    row("gpt-6-sol", ModelPrice(2, 10, read: 0.2, write: 2.5)),
    row("gpt-6-luna", ModelPrice(0.1, 0.5, read: 0.01, write: 0.125)),
    row("gpt-5.6-sol", ModelPrice(5, 30, read: 0.5, write: 6.25)),
    row("gpt-5.6-terra", ModelPrice(2, 12, read: 0.2, write: 2.5)),
    row("gpt-5.6-luna", ModelPrice(0.2, 1.2, read: 0.02, write: 0.25)),
    row("gpt-5.5", ModelPrice(5, 30, read: 0.5)),
    row("gpt-5.4", ModelPrice(2.5, 15, read: 0.25)),
    row("gpt-5.4-mini", ModelPrice(0.75, 4.5, read: 0.075)),
    row("gpt-5.4-nano", ModelPrice(0.2, 1.25, read: 0.02)),
    row("gpt-5.3-codex", ModelPrice(1.75, 14, read: 0.175)),
    row("gpt-5.2", ModelPrice(1.75, 14, read: 0.175)),
    row("gpt-5.1", ModelPrice(1.25, 10, read: 0.125)),
    row("gpt-5", ModelPrice(1.25, 10, read: 0.125)),
    row("gpt-5-codex", ModelPrice(1.25, 10, read: 0.125)),
    row("gpt-5-mini", ModelPrice(0.25, 2, read: 0.025)),
    row("gpt-5-nano", ModelPrice(0.05, 0.4, read: 0.005)),
    row("gpt-4.1", ModelPrice(2, 8, read: 0.5)),
    row("gpt-4.1-mini", ModelPrice(0.4, 1.6, read: 0.1)),
    row("gpt-4.1-nano", ModelPrice(0.1, 0.4, read: 0.025)),
    row("gpt-4o", ModelPrice(2.5, 10, read: 1.25)),
    row("gpt-4o-mini", ModelPrice(0.15, 0.6, read: 0.075)),
    row("o3", ModelPrice(2, 8, read: 0.5)),
    row("o4-mini", ModelPrice(1.1, 4.4, read: 0.275)),
  ]

  /// The rates of 3.6 to 3.8 Flash hold until the end of 2026.
  private static let gemini: [PriceEntry] = [
    row("gemini-3.8-flash", ModelPrice(0.75, 3.75, read: 0.075)),
    row("gemini-3.7-flash", ModelPrice(0.75, 3.75, read: 0.075)),
    row("gemini-3.6-flash", ModelPrice(0.75, 3.75, read: 0.075)),
    row("gemini-3.5-flash", ModelPrice(1.5, 9, read: 0.15)),
    row("gemini-3.5-flash-lite", ModelPrice(0.3, 2.5, read: 0.03)),
    row("gemini-3.1-pro", ModelPrice(2, 12, read: 0.2), long: (200_000, ModelPrice(4, 18, read: 0.4))),
    row("gemini-2.5-pro", ModelPrice(1.25, 10, read: 0.125), long: (200_000, ModelPrice(2.5, 15, read: 0.25))),
    row("gemini-2.5-flash", ModelPrice(0.3, 2.5, read: 0.03)),
    row("gemini-2.5-flash-lite", ModelPrice(0.1, 0.4, read: 0.01)),
  ]
}
