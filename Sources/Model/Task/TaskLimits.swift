/// What one task may use; 0 means no limit. The `[limits]` table of the configuration, overridden per task.
package struct TaskLimits: Hashable, Sendable, Codable {
  /// Most turns of the model inside the agent, over all attempts.
  package var turns: Int
  /// Most money, in US dollars.
  package var budgetUSD: Double
  /// Most tokens of all kinds together.
  package var tokens: Int
  /// Most minutes of running (waiting does not count).
  package var minutes: Double
  /// Minutes without any event, while no tool runs, after which the silence is said.
  package var silenceMinutes: Double
  /// Whether silence also stops the task.
  package var silenceStops: Bool
  /// Most automatic retries after failures that are worth another try.
  package var retries: Int

  /// The defaults of CONTRACT.md.
  package init(
    turns: Int = 0, budgetUSD: Double = 0, tokens: Int = 0, minutes: Double = 60, silenceMinutes: Double = 10, silenceStops: Bool = false,
    retries: Int = 3
  ) {
    self.turns = turns
    self.budgetUSD = budgetUSD
    self.tokens = tokens
    self.minutes = minutes
    self.silenceMinutes = silenceMinutes
    self.silenceStops = silenceStops
    self.retries = retries
  }

  /// As stored; what an older store does not know has its default.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      turns: try container.decode(Int.self, forKey: .turns), budgetUSD: try container.decode(Double.self, forKey: .budgetUSD),
      tokens: try container.decodeIfPresent(Int.self, forKey: .tokens) ?? 0,
      minutes: try container.decode(Double.self, forKey: .minutes),
      silenceMinutes: try container.decode(Double.self, forKey: .silenceMinutes),
      silenceStops: try container.decode(Bool.self, forKey: .silenceStops), retries: try container.decode(Int.self, forKey: .retries))
  }
}
