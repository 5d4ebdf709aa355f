import JSON
import Model

/// Classes of claude's errors (facts/engines.md, 1.3 and 1.4). Neither the exit code nor `subtype` says whether a turn failed.
enum ClaudeFailure {
  /// The outcome of a `result` line. `lastError` is the `error` word of the last assistant line that had one.
  static func outcome(_ result: JSONValue, lastError: String?) -> TurnOutcome {
    let reason = result["terminal_reason"]?.string ?? ""
    if reason.hasPrefix("aborted") { return .interrupted }
    guard result["is_error"]?.bool ?? (result["subtype"]?.string != "success") else {
      return result["stop_reason"]?.string == "refusal" ? .refused : .completed
    }
    switch result["subtype"]?.string {
    case "error_max_turns": return .limit("turns")
    case "error_max_budget_usd": return .limit("budget")
    default: return .failed(failure(result, reason: reason, lastError: lastError))
    }
  }

  /// The class of an `api_retry` line.
  static func cause(status: Int?, word: String?) -> TaskFailure.Class {
    status.flatMap { kind(status: $0, text: "") } ?? word.flatMap(kind(word:)) ?? .network
  }

  private static func failure(_ result: JSONValue, reason: String, lastError: String?) -> TaskFailure {
    let errors = (result["errors"]?.array ?? []).compactMap(\.string).filter { !$0.hasPrefix("[ede_diagnostic]") }
    let text = result["result"]?.string ?? errors.joined(separator: "; ")
    let kind = kind(result, reason: reason, text: text, lastError: lastError)
    let said = text.isEmpty ? "claude ended the turn with an error and gave no reason (\(reason.isEmpty ? "unknown" : reason))" : text
    return TaskFailure(kind, said.capped(at: 4096) + advice(kind))
  }

  private static func kind(_ result: JSONValue, reason: String, text: String, lastError: String?) -> TaskFailure.Class {
    if reason == "prompt_too_long" { return .contextFull }
    switch result["api_error"]?.string {
    case "usage_limit_reached": return .usageLimit
    case "connection_failed": return .network
    default: break
    }
    if let status = result["api_error_status"]?.int, let kind = kind(status: status, text: text) { return kind }
    let lower = text.lowercased()
    if lower.contains("no conversation found") || lower.contains("--resume requires") { return .engine }
    if lower.contains("not logged in") || lower.contains("/login") || lower.contains("invalid api key") { return .auth }
    if lower.contains("credit balance") { return .billing }
    if lower.contains("hit your") && lower.contains("limit") { return .usageLimit }
    if lower.contains("econn") || lower.contains("connection") || lower.contains("timed out") || lower.contains("network") {
      return .network
    }
    return lastError.flatMap(kind(word:)) ?? .unknown
  }

  private static func kind(status: Int, text: String) -> TaskFailure.Class? {
    let lower = text.lowercased()
    switch status {
    case 401, 403: return .auth
    case 402: return .billing
    case 400 where lower.contains("credit"): return .billing
    case 404: return .modelNotFound
    case 413: return .contextFull
    case 429: return lower.contains("hit your") ? .usageLimit : .rateLimit
    case 529: return .overloaded
    case 500...599: return .server
    case 400...499: return .badRequest
    default: return nil
    }
  }

  private static func kind(word: String) -> TaskFailure.Class? {
    switch word {
    case "authentication_failed", "oauth_org_not_allowed": .auth
    case "billing_error": .billing
    case "rate_limit": .rateLimit
    case "overloaded": .overloaded
    case "server_error": .server
    case "invalid_request": .badRequest
    case "model_not_found": .modelNotFound
    default: nil
    }
  }

  private static func advice(_ kind: TaskFailure.Class) -> String {
    switch kind {
    case .auth: " — check the key (ANTHROPIC_API_KEY, or engine.claude.key_* in the configuration), then retry"
    case .billing: " — add credit to the account, then retry"
    case .modelNotFound: " — set another model (engine.claude.model, or --model), then retry"
    case .contextFull: " — compact the session, or retry with --fresh"
    default: ""
    }
  }
}
