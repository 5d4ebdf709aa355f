import JSON
import Model

/// Classes of codex's errors (facts/engines.md, 2.3 and 2.5): `codexErrorInfo` of the app-server, else what the text says, which is all that `codex exec` gives.
enum CodexFailure {
  /// The failure of a `TurnError`.
  static func failure(_ error: JSONValue?) -> TaskFailure {
    let text = error?["message"]?.string ?? ""
    return failure(kind(info: error?["codexErrorInfo"], text: text + " " + (error?["additionalDetails"]?.string ?? "")), text)
  }

  /// The failure of a text of `codex exec`.
  static func failure(text: String) -> TaskFailure { failure(kind(text: text), text) }

  /// How a turn ended that has this error.
  static func outcome(_ error: JSONValue?) -> TurnOutcome {
    switch error?["codexErrorInfo"]?.string {
    case "cyberPolicy", "misalignmentPolicyViolation": .refused
    case "sessionBudgetExceeded": .limit("budget")
    default: .failed(failure(error))
    }
  }

  /// The class of an error that codex tries again.
  static func cause(_ error: JSONValue?) -> TaskFailure.Class {
    kind(info: error?["codexErrorInfo"], text: (error?["additionalDetails"] ?? error?["message"])?.string ?? "")
  }

  /// "Reconnecting... 2/5 (why)" → 2 of 5, why; nil for other texts.
  static func retry(_ text: String) -> (attempt: Int?, of: Int?, why: String)? {
    guard text.hasPrefix("Reconnecting...") else { return nil }
    let rest = text.dropFirst(15)
    let numbers = rest.prefix { $0 != "(" }.split(separator: "/").map { Int($0.filter(\.isNumber)) }
    let why = rest.firstIndex(of: "(").map { String(rest[rest.index(after: $0)...].dropLast(rest.hasSuffix(")") ? 1 : 0)) } ?? ""
    return (numbers.first ?? nil, numbers.count == 2 ? numbers[1] : nil, why)
  }

  private static func failure(_ kind: TaskFailure.Class, _ text: String) -> TaskFailure {
    let said = said(text)
    return TaskFailure(
      kind, (said.isEmpty ? "codex ended the turn with an error and gave no reason" : said).capped(at: 4096) + advice(kind))
  }

  /// The sentence in an error: a provider's error body is passed on as JSON.
  private static func said(_ text: String) -> String {
    guard let open = text.firstIndex(of: "{"), let body = try? JSONValue.parse(String(text[open...])) else { return text }
    guard let message = (body["error"]?["message"] ?? body["error"] ?? body["message"] ?? body["detail"])?.string else { return text }
    let before = text[..<open].trimmingPrefix(" ")
    return before.isEmpty ? "The provider refused the request: \(message)" : before + message
  }

  private static func kind(info: JSONValue?, text: String) -> TaskFailure.Class {
    if let word = info?.string, let kind = kind(word: word, text: text) { return kind }
    if let details = info?.object?.values.first {
      if let status = details["httpStatusCode"]?.int, let kind = kind(status: status, text: text) { return kind }
      return kind(text: text, otherwise: .network)
    }
    return kind(text: text)
  }

  private static func kind(word: String, text: String) -> TaskFailure.Class? {
    switch word {
    case "contextWindowExceeded": .contextFull
    case "usageLimitExceeded": isAboutMoney(text.lowercased()) ? .billing : .usageLimit
    case "rateLimitExceeded": .rateLimit
    case "serverOverloaded", "flexUnavailable": .overloaded
    case "internalServerError": .server
    case "unauthorized": .auth
    case "badRequest": kind(text: text, otherwise: .badRequest)
    case "sandboxError": .sandbox
    case "tooManyDenials", "threadRollbackFailed": .engine
    default: nil
    }
  }

  private static func kind(status: Int, text: String) -> TaskFailure.Class? {
    let lower = text.lowercased()
    switch status {
    case 401, 403: return .auth
    case 402: return .billing
    case 404: return lower.contains("ws://") || lower.contains("wss://") ? .network : .modelNotFound
    case 413: return .contextFull
    case 429: return isAboutMoney(lower) ? .billing : lower.contains("usage limit") ? .usageLimit : .rateLimit
    case 503, 529: return .overloaded
    case 500...599: return .server
    case 400 where isAboutModel(lower): return .modelNotFound
    case 400...499: return .badRequest
    default: return nil
    }
  }

  private static func kind(text: String, otherwise: TaskFailure.Class = .unknown) -> TaskFailure.Class {
    let lower = text.lowercased()
    if let status = status(in: lower), let kind = kind(status: status, text: text) { return kind }
    if lower.contains("room in the model's context") || lower.contains("context_length_exceeded") { return .contextFull }
    if lower.contains("usage limit") { return .usageLimit }
    if isAboutMoney(lower) { return .billing }
    if lower.contains("missing environment variable") || lower.contains("not logged in") || lower.contains("api key") { return .auth }
    if isAboutModel(lower) { return .modelNotFound }
    if lower.contains("high demand") { return .server }
    if lower.contains("overloaded") { return .overloaded }
    if lower.contains("rate limit") || lower.contains("too many requests") { return .rateLimit }
    if lower.contains("stream disconnected") || lower.contains("connection") || lower.contains("network") || lower.contains("timed out")
      || lower.contains("error sending request")
    {
      return .network
    }
    if lower.contains("invalid_request") || lower.contains("bad request") { return .badRequest }
    return otherwise
  }

  private static func isAboutMoney(_ lower: String) -> Bool {
    lower.contains("quota exceeded") || lower.contains("insufficient_quota") || lower.contains("billing")
      || lower.contains("out of credits")
  }

  private static func isAboutModel(_ lower: String) -> Bool {
    lower.contains("model")
      && (lower.contains("does not exist") || lower.contains("model_not_found") || lower.contains("is not supported")
        || lower.contains("not found"))
  }

  /// The number after "status " or "status: ".
  private static func status(in lower: String) -> Int? {
    guard let range = lower.firstRange(of: "status") else { return nil }
    let digits = lower[range.upperBound...].drop { $0 == ":" || $0 == " " }.prefix { $0.isNumber }
    return digits.count == 3 ? Int(digits) : nil
  }

  private static func advice(_ kind: TaskFailure.Class) -> String {
    switch kind {
    case .auth:
      " — check the key (CODEX_API_KEY or OPENAI_API_KEY, or engine.codex.key_* in the configuration), or log in with `codex login`, then retry"
    case .billing: " — look at the account's plan and billing, then retry"
    case .modelNotFound: " — set another model (engine.codex.model, or --model) or look at the base URL, then retry"
    case .contextFull: " — compact the session, or retry with --fresh"
    case .network: " — look at the connection and at the base URL, then retry"
    default: ""
    }
  }
}
