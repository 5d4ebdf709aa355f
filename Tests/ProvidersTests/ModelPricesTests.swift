import Model
import Providers
import Testing

@Suite struct ModelPricesTests {
  @Test func countsEveryKindOfToken() {
    let tokens = TokenCount(input: 1_000_000, output: 100_000, cacheRead: 2_000_000, cacheWrite: 1_000_000)
    #expect(ModelPrices.cost(model: "claude-sonnet-5-5", tokens: tokens) == 2 + 1 + 0.2 + 2.5)
    #expect(ModelPrices.cost(model: "anthropic/claude-opus-4-5-20251101", tokens: TokenCount(input: 1_000_000)) == 5)
    #expect(ModelPrices.cost(model: "gpt-4o-2024-08-06", tokens: TokenCount(cacheRead: 1_000_000)) == 1.25)
    #expect(ModelPrices.cost(model: "gpt-5.5", tokens: TokenCount()) == 0)
  }

  @Test func takesTheLongestName() {
    #expect(ModelPrices.price("gpt-5-mini")?.input == 0.25)
    #expect(ModelPrices.price("gpt-5")?.input == 1.25)
    #expect(ModelPrices.price("claude-opus-5-5[1m]")?.input == 4)
    #expect(ModelPrices.price("gemini-3.1-pro-preview")?.output == 12)
    #expect(ModelPrices.price("openrouter/openai/GPT-5")?.input == 1.25)
  }

  @Test(arguments: ["", "llama", "gpt-5-pro", "gpt-5.9", "claude-opus-4-9", "claude-opus-6", "ollama/gpt-5", "gpt-5-", "o31", "gpt-5-2024"])
  func doesNotGuess(_ model: String) {
    #expect(ModelPrices.cost(model: model, tokens: TokenCount(input: 1)) == nil)
  }

  @Test func chargesLongPromptsAsAWhole() {
    let short = TokenCount(input: 50_000, output: 1000, cacheRead: 50_000)
    let long = TokenCount(input: 50_001, output: 1000, cacheRead: 50_000)
    let first = ModelPrices.cost(model: "claude-haiku-5-5", tokens: short) ?? 0
    let second = ModelPrices.cost(model: "claude-haiku-5-5", tokens: long) ?? 0
    #expect(first > 0 && second > first * 4.9)
  }

  @Test func standsWhateverTheFigures() {
    let most = TokenCount(input: .max, output: .max, cacheRead: .max, cacheWrite: .max)
    #expect(ModelPrices.cost(model: "gpt-5", tokens: most)?.isFinite ?? false)
  }
}
