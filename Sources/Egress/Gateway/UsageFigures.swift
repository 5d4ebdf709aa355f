import JSON
import Model
import Providers

/// What an answer says about its tokens so far. Later figures replace earlier ones: they are running totals in every API.
struct UsageFigures: Hashable, Sendable {
  /// The tokens; nil: nothing was said.
  private(set) var tokens: TokenCount?
  /// The model that answered.
  private(set) var model: String?
  /// Whether the figures are the last of the answer.
  private(set) var isFinal = false

  /// Takes what a value of an answer says: Anthropic's Messages, OpenAI's Chat Completions and Responses, Gemini's, Ollama's, each streamed or whole.
  mutating func take(_ value: JSONValue) {
    // Gemini without `alt=sse` answers with one list.
    for element in value.array ?? [] { takeObject(element) }
    takeObject(value)
  }

  private mutating func takeObject(_ value: JSONValue) {
    guard value.object != nil else { return }
    let inner = value["message"]?["usage"] != nil ? value["message"] : value["response"]?["usage"] != nil ? value["response"] : value
    if let name = inner?["model"]?.string ?? value["modelVersion"]?.string, !name.isEmpty { model = String(name.prefix(200)) }
    if let usage = value["usageMetadata"], usage.object != nil {
      takeGemini(usage)
    } else if let usage = inner?["usage"], usage.object != nil {
      if usage["prompt_tokens"] != nil || usage["completion_tokens"] != nil {
        takeChat(usage)
      } else if isMessages(value, usage) {
        takeMessages(usage, type: value["type"]?.string)
      } else {
        takeResponses(usage)
      }
    } else if let usage = value["x_groq"]?["usage"], usage.object != nil {
      takeChat(usage)
    } else if value["done"]?.bool == true {
      tokens = TokenCount(input: TokenCount.figure(value["prompt_eval_count"]), output: TokenCount.figure(value["eval_count"]))
      isFinal = true
    }
  }

  private func isMessages(_ value: JSONValue, _ usage: JSONValue) -> Bool {
    switch value["type"]?.string {
    case "message_start", "message_delta", "message": true
    default: usage["cache_read_input_tokens"] != nil || usage["cache_creation_input_tokens"] != nil
    }
  }

  private mutating func takeMessages(_ usage: JSONValue, type: String?) {
    var now = tokens ?? TokenCount()
    now.takeMessages(usage)
    tokens = now
    isFinal = type != "message_start"
  }

  private mutating func takeChat(_ usage: JSONValue) {
    tokens = TokenCount(chat: usage)
    isFinal = true
  }

  private mutating func takeResponses(_ usage: JSONValue) {
    guard usage["input_tokens"] != nil || usage["output_tokens"] != nil else { return }
    tokens = TokenCount(responses: usage)
    isFinal = true
  }

  private mutating func takeGemini(_ usage: JSONValue) {
    let prompt = TokenCount.figure(usage["promptTokenCount"]) + TokenCount.figure(usage["toolUsePromptTokenCount"])
    let cached = min(TokenCount.figure(usage["cachedContentTokenCount"]), prompt)
    let output = TokenCount.figure(usage["candidatesTokenCount"]) + TokenCount.figure(usage["thoughtsTokenCount"])
    tokens = TokenCount(input: prompt - cached, output: output, cacheRead: cached)
    isFinal = true
  }
}
