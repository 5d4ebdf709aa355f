import JSON
import Providers

/// A tool that the model may call.
protocol AgentTool: Sendable {
  /// What the model is told about it.
  var offer: ProviderRequest.Tool { get }
  /// What it does, for the client's signs: `read`, `edit`, `search`, `execute`, …
  var kind: String { get }
  /// What it changes.
  var effect: ToolEffect { get }
  /// Reads the input and finds out what would be done, without doing it.
  /// - Throws: `ToolProblem` with what the model should do otherwise.
  func prepare(_ input: JSONValue) async throws(ToolProblem) -> ToolPlan
}
