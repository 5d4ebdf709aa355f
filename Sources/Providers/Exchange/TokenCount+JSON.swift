package import JSON
package import Model

/// Token counts as the model services write them; what is counted twice there (cached tokens among the input) is counted once here.
extension TokenCount {
  /// A figure from outside: never below zero, and so small that sums of many do not overflow.
  package static func figure(_ value: JSONValue?) -> Int { min(max(value?.int ?? 0, 0), 1 << 40) }

  /// Takes the figures of Anthropic's Messages that are there: later ones are running totals and replace those from the start.
  package mutating func takeMessages(_ usage: JSONValue) {
    func set(_ figure: inout Int, _ key: String) {
      if let value = usage[key], !value.isNull { figure = Self.figure(value) }
    }
    set(&input, "input_tokens")
    set(&output, "output_tokens")
    set(&cacheRead, "cache_read_input_tokens")
    set(&cacheWrite, "cache_creation_input_tokens")
  }

  /// The figures of OpenAI's Chat Completions, and of what others add to them.
  package init(chat usage: JSONValue) {
    let details = usage["prompt_tokens_details"]
    self.init(
      input: usage["prompt_tokens"], output: usage["completion_tokens"],
      cached: details?["cached_tokens"] ?? usage["prompt_cache_hit_tokens"],
      written: details?["cache_write_tokens"])
  }

  /// The figures of OpenAI's Responses.
  package init(responses usage: JSONValue) {
    let details = usage["input_tokens_details"]
    self.init(
      input: usage["input_tokens"], output: usage["output_tokens"], cached: details?["cached_tokens"],
      written: details?["cache_write_tokens"])
  }

  private init(input: JSONValue?, output: JSONValue?, cached: JSONValue?, written: JSONValue?) {
    let all = Self.figure(input)
    let read = min(Self.figure(cached), all)
    let write = min(Self.figure(written), all - read)
    self.init(input: all - read - write, output: Self.figure(output), cacheRead: read, cacheWrite: write)
  }
}
