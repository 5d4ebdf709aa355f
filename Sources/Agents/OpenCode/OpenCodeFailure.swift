import JSON
import Model

/// Classes of opencode's errors (facts/engines.md, 5.1 and 5.2): `{name, data{message, statusCode?, isRetryable?}}`.
enum OpenCodeFailure {
  /// How a turn ends with this error.
  static func outcome(_ error: JSONValue) -> TurnOutcome {
    switch error["name"]?.string {
    case "MessageAbortedError": return .interrupted
    case "ContentFilterError": return .refused
    case "MessageOutputLengthError": return .limit("the length of an answer")
    default: return .failed(failure(error))
    }
  }

  /// The failure.
  static func failure(_ error: JSONValue) -> TaskFailure {
    let name = error["name"]?.string ?? "an error without name"
    let data = error["data"]
    let message = (data?["message"] ?? error["message"])?.string ?? ""
    let kind = kind(name, status: data?["statusCode"]?.int, text: message + " " + (data?["responseBody"]?.string ?? ""))
    let said = message.isEmpty ? "opencode ended the turn with \(name.firstLine(limit: 100)) and gave no reason" : message
    return TaskFailure(kind, said.capped(at: 4096) + advice(kind))
  }

  /// The class of a request that opencode itself tries again, by what it says.
  static func retryCause(_ message: String) -> TaskFailure.Class {
    let lower = message.lowercased()
    if isUsageLimit(lower) { return .usageLimit }
    if lower.contains("overloaded") { return .overloaded }
    if lower.contains("rate limit") || lower.contains("rate_limit") || lower.contains("too many requests") || lower.contains("429") {
      return .rateLimit
    }
    if lower.contains("server error") || lower.contains("500") || lower.contains("502") || lower.contains("503") { return .server }
    return .network
  }

  /// The failure of a request to the server itself that was answered with an error status.
  static func refused(_ doing: String, status: Int, body: JSONValue?) -> TaskFailure {
    if status == 401 || status == 403 {
      return TaskFailure(
        .engine, "\(doing): the opencode server refuses the password; set the one that it was started with (OPENCODE_SERVER_PASSWORD).")
    }
    let message = (body?["data"]?["message"] ?? body?["message"] ?? body?["error"]?["message"])?.string
    let said = message.map { " (\($0.firstLine(limit: 500)))" } ?? ""
    return TaskFailure(status == 404 ? .engine : .badRequest, "\(doing): the opencode server answered with status \(status)\(said).")
  }

  private static func kind(_ name: String, status: Int?, text: String) -> TaskFailure.Class {
    let lower = text.lowercased()
    switch name {
    case "ProviderAuthError": return .auth
    case "ContextOverflowError": return .contextFull
    case "ProviderModelNotFoundError", "ModelNotFoundError": return .modelNotFound
    case "ProviderInitError": return .engine
    default: break
    }
    if let status, let kind = kind(status: status, text: lower) { return kind }
    if lower.contains("model not found") || lower.contains("modelnotfound") { return .modelNotFound }
    if isUsageLimit(lower) { return .usageLimit }
    if lower.contains("api key") || lower.contains("unauthorized") || lower.contains("authentication") { return .auth }
    if lower.contains("overloaded") { return .overloaded }
    if lower.contains("rate limit") { return .rateLimit }
    if ["econn", "connection", "timed out", "fetch failed", "network", "unable to connect", "socket"].contains(where: lower.contains) {
      return .network
    }
    return .unknown
  }

  private static func kind(status: Int, text: String) -> TaskFailure.Class? {
    switch status {
    case 401, 403: .auth
    case 402: .billing
    case 400 where text.contains("credit balance"): .billing
    case 404: .modelNotFound
    case 413: .contextFull
    case 429: isUsageLimit(text) ? .usageLimit : text.contains("insufficient_quota") ? .billing : .rateLimit
    case 529: .overloaded
    case 500...599: .server
    case 400...499: .badRequest
    default: nil
    }
  }

  private static func isUsageLimit(_ text: String) -> Bool {
    text.contains("usage limit") || text.contains("usage_limit") || text.contains("freeusagelimit")
  }

  private static func advice(_ kind: TaskFailure.Class) -> String {
    switch kind {
    case .auth: " — check the provider's key (engine.opencode.key_* in the configuration, or the variable), then retry"
    case .billing: " — add credit to the account, then retry"
    case .modelNotFound: " — set another model (engine.opencode.model, or --model, as provider/model), then retry"
    case .contextFull: " — compact the session, or retry with --fresh"
    default: ""
    }
  }
}
