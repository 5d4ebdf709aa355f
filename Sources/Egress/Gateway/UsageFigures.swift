import JSON
import Model

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
      tokens = TokenCount(input: Self.figure(value["prompt_eval_count"]), output: Self.figure(value["eval_count"]))
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
    func set(_ figure: inout Int, _ key: String) {
      if let value = usage[key], !value.isNull { figure = Self.figure(value) }
    }
    set(&now.input, "input_tokens")
    set(&now.output, "output_tokens")
    set(&now.cacheRead, "cache_read_input_tokens")
    set(&now.cacheWrite, "cache_creation_input_tokens")
    tokens = now
    isFinal = type != "message_start"
  }

  private mutating func takeChat(_ usage: JSONValue) {
    let prompt = Self.figure(usage["prompt_tokens"])
    let details = usage["prompt_tokens_details"]
    let cached = min(Self.figure(details?["cached_tokens"] ?? usage["prompt_cache_hit_tokens"]), prompt)
    let written = min(Self.figure(details?["cache_write_tokens"]), prompt - cached)
    tokens = TokenCount(
      input: prompt - cached - written, output: Self.figure(usage["completion_tokens"]), cacheRead: cached, cacheWrite: written)
    isFinal = true
  }

  private mutating func takeResponses(_ usage: JSONValue) {
    guard usage["input_tokens"] != nil || usage["output_tokens"] != nil else { return }
    let input = Self.figure(usage["input_tokens"])
    let details = usage["input_tokens_details"]
    let cached = min(Self.figure(details?["cached_tokens"]), input)
    let written = min(Self.figure(details?["cache_write_tokens"]), input - cached)
    tokens = TokenCount(
      input: input - cached - written, output: Self.figure(usage["output_tokens"]), cacheRead: cached, cacheWrite: written)
    isFinal = true
  }

  private mutating func takeGemini(_ usage: JSONValue) {
    let prompt = Self.figure(usage["promptTokenCount"]) + Self.figure(usage["toolUsePromptTokenCount"])
    let cached = min(Self.figure(usage["cachedContentTokenCount"]), prompt)
    let output = Self.figure(usage["candidatesTokenCount"]) + Self.figure(usage["thoughtsTokenCount"])
    tokens = TokenCount(input: prompt - cached, output: output, cacheRead: cached)
    isFinal = true
  }

  /// A figure from outside: never below zero, and so small that sums of many do not overflow.
  private static func figure(_ value: JSONValue?) -> Int { min(max(value?.int ?? 0, 0), 1 << 40) }
}
