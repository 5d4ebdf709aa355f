import JSON
import Model
import Providers

/// Making a long conversation short: what is summarised, what stays, and the words for both. Pure.
enum Compaction {
  /// The message that stands for what was summarised.
  static func message(_ summary: String) -> ProviderMessage {
    ProviderMessage(.user, [.text("The conversation before this point was shortened to this summary:\n\n\(summary)")])
  }

  /// How many of the last messages stay: about as many tokens as `budget`, beginning where no result stands without its call. 0: none.
  static func kept(_ messages: [ProviderMessage], budget: Int) -> Int {
    var kept = 0
    var size = 0
    for (index, message) in messages.enumerated().reversed() {
      size += tokens(message)
      if size > budget { break }
      if index > 0, !hasResults(message) { kept = messages.count - index }
    }
    return kept
  }

  /// An estimate of a message's tokens: four bytes each.
  static func tokens(_ message: ProviderMessage) -> Int {
    message.parts.reduce(8) { sum, part in
      switch part {
      case .text(let text), .thinking(let text, _), .toolResult(_, let text, _): sum + text.utf8.count / 4
      case .toolCall(_, let name, let input): sum + (name.utf8.count + input.serialized().utf8.count) / 4
      }
    }
  }

  /// An estimate of a conversation's tokens.
  static func tokens(_ messages: [ProviderMessage]) -> Int { messages.reduce(0) { $0 + tokens($1) } }

  /// The request that makes the summary. The conversation is told as text, so that any provider takes it, whatever it is full of.
  static func request(_ messages: [ProviderMessage], model: String, words: String, limit: Int) -> ProviderRequest {
    var told = messages.map(told).joined(separator: "\n\n")
    if told.utf8.count > limit { told = told.truncatedInside(to: limit) }
    let wish = words.isEmpty ? "" : "\nThe operator asks for this in particular: \(words)"
    return ProviderRequest(
      model: model,
      system: "You write summaries of conversations between an operator and a coding agent. You answer with the summary alone.",
      messages: [
        ProviderMessage(
          .user,
          [
            .text("<conversation>\n\(told)\n</conversation>"),
            .text(
              """
              Summarise the conversation above so that the agent can go on with the work from the summary alone. Keep: what the operator asked for, word for word where it \
              matters; decisions and their reasons; files that were read or changed and what is in them that matters; commands and what came of them; what is done, what is \
              open, and the next step.\(wish)
              """),
          ])
      ], maxOutputTokens: 8192)
  }

  private static func hasResults(_ message: ProviderMessage) -> Bool {
    message.parts.contains { if case .toolResult = $0 { true } else { false } }
  }

  private static func told(_ message: ProviderMessage) -> String {
    let name = message.role == .user ? "Operator" : "Agent"
    return message.parts.map { part in
      switch part {
      case .text(let text): "\(name): \(text.truncatedInside(to: 16 << 10))"
      case .thinking: ""
      case .toolCall(_, let tool, let input): "Agent calls \(tool): \(input.serialized().truncatedInside(to: 2 << 10))"
      case .toolResult(_, let text, let isError): "\(isError ? "Failure" : "Result"): \(text.truncatedInside(to: 2 << 10))"
      }
    }.filter { !$0.isEmpty }.joined(separator: "\n")
  }
}
