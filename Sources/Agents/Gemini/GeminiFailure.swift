import Model

/// Classes of gemini's ends (facts/engines.md, 6): its exit codes, and the errors in its lines.
enum GeminiFailure {
  /// The class of an exit code; API errors come as the HTTP status cut to eight bits.
  static func kind(exit code: Int) -> TaskFailure.Class {
    switch code {
    case 41: .auth
    case 42: .badRequest
    case 44: .sandbox
    case 52: .engine
    case 53: .limit
    case 54: .engine
    case 55: .engine
    case 130: .engine
    default: kinds.first { $0.status & 0xff == code }?.kind ?? .unknown
    }
  }

  /// What an exit code of its own stands for.
  static func meaning(exit code: Int) -> String? {
    switch code {
    case 41: "it is not logged in"
    case 42: "it refused its input or does not know the session"
    case 44: "its own sandbox failed"
    case 52: "its configuration is wrong"
    case 53: "its own limit of turns was reached"
    case 54: "a tool failed for good"
    case 55: "it does not trust the workspace"
    case 130: "it was cancelled"
    default: kinds.first { $0.status & 0xff == code }.map { "the API answered with \($0.status)" }
    }
  }

  /// The class of an error's type and text, as `result` and `error` lines carry them.
  static func kind(type: String, message: String) -> TaskFailure.Class {
    let lower = message.lowercased()
    if lower.contains("api key not valid") || lower.contains("api_key_invalid") || lower.contains("unauthenticated") { return .auth }
    if lower.contains("resource_exhausted") || lower.contains("quota") {
      return lower.contains("per day") || lower.contains("daily") ? .usageLimit : .rateLimit
    }
    if lower.contains("token count") && lower.contains("exceed") { return .contextFull }
    if let status = status(in: message) ?? Int(type), let known = kinds.first(where: { $0.status == status }) { return known.kind }
    switch type {
    case "FatalAuthenticationError": return .auth
    case "FatalInputError": return .badRequest
    case "FatalTurnLimitedError": return .limit
    case "FatalSandboxError": return .sandbox
    case "FatalConfigError", "FatalToolExecutionError", "FatalUntrustedWorkspaceError": return .engine
    default: break
    }
    if lower.contains("fetch failed") || lower.contains("econn") || lower.contains("enotfound") || lower.contains("network") {
      return .network
    }
    return .unknown
  }

  /// One sentence with what to do.
  static func failure(_ kind: TaskFailure.Class, _ said: String) -> TaskFailure {
    let advice =
      switch kind {
      case .auth: " — check the key (GEMINI_API_KEY), then retry"
      case .modelNotFound: " — set another model (engine.gemini.model, or --model), then retry"
      case .contextFull: " — retry with --fresh"
      default: ""
      }
    return TaskFailure(kind, "gemini could not finish the turn: \(said.capped(at: 2048))\(advice)")
  }

  private static let kinds: [(status: Int, kind: TaskFailure.Class)] = [
    (429, .rateLimit), (401, .auth), (403, .auth), (500, .server), (503, .overloaded), (502, .server), (504, .server), (400, .badRequest),
    (404, .modelNotFound), (402, .billing), (413, .contextFull), (529, .overloaded),
  ]

  /// A status in an error's text: `[API Error: … "code": 429 …]`, `status: 503`.
  private static func status(in text: String) -> Int? {
    for mark in ["\"code\":", "code: ", "status: ", "\"status\":", "with status "] {
      guard let range = text.firstRange(of: mark) else { continue }
      let digits = text[range.upperBound...].drop { $0 == " " }.prefix { $0.isASCII && $0.isNumber }
      if digits.count == 3, let status = Int(digits) { return status }
    }
    return nil
  }
}
