import HTTP
import JSON
import Model

/// Answers that are errors: all providers' shapes, HTML of proxies, half JSON.
extension ProviderFailure {
  /// What an error says about itself, wherever it stood.
  struct Words {
    var type = ""
    var code = ""
    var message = ""

    /// Reads the shapes of Anthropic and OpenAI (`{"error":{"type","code","message"}}`), Ollama (`{"error":"…"}`), vLLM and proxies.
    init(_ value: JSONValue) {
      let inner = value["error"] ?? value["response"]?["error"] ?? value
      // Google's form is an array of one.
      let error = inner[0]?["error"] ?? inner
      type = error["type"]?.string ?? error["status"]?.string ?? ""
      code = error["code"]?.string ?? error["code"]?.int.map(String.init) ?? ""
      message =
        error.string ?? error["message"]?.string ?? value["message"]?.string ?? value["detail"]?.string
        ?? value["detail"]?[0]?["msg"]?.string ?? ""
    }

    /// Reads what is no JSON.
    init(text: String) {
      let start = text.prefix(20_000)
      if start.contains("<html") || start.contains("<HTML") || start.contains("<!DOCTYPE") || start.contains("<!doctype") {
        let title = start.firstRange(of: "<title>").flatMap { open in
          start[open.upperBound...].firstRange(of: "</title>").map { start[open.upperBound..<$0.lowerBound] }
        }
        message = title.map { "a web page titled \"\($0)\"" } ?? "a web page"
      } else {
        message = String(start)
      }
    }

    /// All of it, in lower case.
    var all: String { "\(type) \(code) \(message)".lowercased() }
  }

  /// An answer with an error status.
  static func answer(_ head: HTTPHead, _ body: [UInt8], _ place: ProviderPlace, _ retry: ProviderRetry) -> ProviderFailure {
    let parsed = try? JSONValue.parse(body)
    let words = parsed.map { Words($0) } ?? Words(text: String(decoding: body.prefix(20_000), as: UTF8.self))
    let quoted = place.quoted(words.message)
    var failure = made(words, status: head.status, isJSON: parsed != nil)
    failure.what = "it answered HTTP \(head.status)\(quoted.isEmpty ? "" : ": \(quoted)")"
    failure.status = head.status
    failure.retryAfter = HTTPPause.seconds(head)
    if let pause = failure.retryAfter, pause > retry.longestSeconds, failure.kind == .rateLimit {
      failure.kind = .usageLimit
      failure.mayPass = false
      failure.what += " (again in \(HTTPPause.text(pause)))"
    }
    if head.headers["x-should-retry"]?.lowercased() == "false" { failure.mayPass = false }
    return failure
  }

  /// An error within an answer.
  static func streamed(_ value: JSONValue, _ place: ProviderPlace) -> ProviderFailure {
    let words = Words(value)
    var failure = made(words, status: Int(words.code).flatMap { (400...599).contains($0) ? $0 : nil }, isJSON: true)
    let quoted = place.quoted(words.message.isEmpty ? value.serialized() : words.message)
    failure.what = "it broke off its answer: \(quoted)"
    return failure
  }

  private static func made(_ words: Words, status: Int?, isJSON: Bool) -> ProviderFailure {
    let (kind, mayPass) = classify(words, status ?? 0, isJSON: isJSON)
    return ProviderFailure(kind, "", mayPass: mayPass)
  }

  private static func classify(_ words: Words, _ status: Int, isJSON: Bool) -> (TaskFailure.Class, Bool) {
    let all = words.all
    func says(_ parts: String...) -> Bool { parts.contains { all.contains($0) } }
    // What a status alone does not tell comes first.
    if says(
      "context_length_exceeded", "exceed_context_size", "prompt is too long", "maximum context length", "context window",
      "request_too_large")
      || says("too many tokens", "exceed context limit", "input is too long", "exceeds the available context", "exceeds the context length")
      || status == 413
    {
      return (.contextFull, false)
    }
    if says("insufficient_quota", "credit balance", "billing_error", "billing_hard_limit", "insufficient credits", "insufficient balance")
      || status == 402
    {
      return (.billing, false)
    }
    if says(
      "usage_limit", "usage limit", "hit your limit", "exceeded your current quota", "spend limit", "daily limit", "monthly limit",
      "weekly limit")
    {
      return (.usageLimit, false)
    }
    if says("authentication_error", "invalid_api_key", "permission_error", "api key not valid", "incorrect api key") || status == 401
      || status == 403
    {
      return (.auth, false)
    }
    if status == 529 || says("overloaded") { return (.overloaded, true) }
    if status == 429 || says("rate_limit", "too many requests") { return (.rateLimit, true) }
    if says("model_not_found", "not_found_error") || status == 404 && isJSON || status == 404 && says("model") {
      return (.modelNotFound, false)
    }
    if status == 408 || status == 409 || status >= 500 { return (.server, true) }
    if status >= 300 { return (.badRequest, false) }
    // An error without a status: in the middle of a stream.
    if says("invalid_request", "bad_request", "does not support") { return (.badRequest, false) }
    return (.server, true)
  }
}
