import JSON
import Model

/// Classes of the errors that agents give. The protocol has a code for missing credentials only; the rest is in the words, and in codes of some agents' own
/// (facts/engines.md, 4.1 and 4.3).
enum ACPFailure {
  /// The failure of something that we were doing. `engine` is the engine's name, `methods` how the agent says one logs in.
  static func failure(_ error: ACPError, doing: String, engine: String, methods: [ACPAuthMethod] = []) -> TaskFailure {
    let kind = kind(error)
    var text = "\(doing): \(engine) says “\(error.text)”"
    switch kind {
    case .auth:
      let ways = methods.map(\.sentence).joined(separator: "; ").capped(at: 1024)
      text += ways.isEmpty ? " — check its key or login, then retry" : " — log in first (\(ways)), then retry"
    case .billing: text += " — add credit to the account, then retry"
    case .modelNotFound: text += " — set another model (engine.\(engine).model, or --model), then retry"
    case .contextFull: text += " — compact the session, or retry with --fresh"
    default: break
    }
    return TaskFailure(kind, text)
  }

  /// The class of an error: by its code where that says something, else by its words.
  static func kind(_ error: ACPError) -> TaskFailure.Class {
    // Carrel's own agent says the class.
    if let kind = error.data["class"]?.string.flatMap({ TaskFailure.Class(rawValue: $0) }) { return kind }
    let words = (error.text + " " + error.data.serialized().prefix(bytes: 4096)).lowercased()
    switch error.code {
    case -32000: return .auth
    case -31001: return .rateLimit
    case -31003: return .usageLimit
    case -31004: return .contextFull
    default: break
    }
    if let kind = kind(words: words) { return kind }
    switch error.code {
    case -32700, -32600, -32601: return .protocolError
    case -32602, -32002: return .badRequest
    case 429: return .rateLimit
    case 401, 403: return .auth
    case 500...599: return .server
    default: return error.code == -31002 ? .auth : .unknown
    }
  }

  /// The class of a word that an agent gives for a retry: `rate_limited`, `connection`, …
  static func cause(_ category: String) -> TaskFailure.Class {
    let word = category.lowercased()
    if word.contains("rate") { return .rateLimit }
    if word.contains("overload") { return .overloaded }
    if word.contains("connect") || word.contains("network") || word.contains("timeout") { return .network }
    return kind(words: word) ?? .server
  }

  private static let table: [(TaskFailure.Class, [String])] = [
    (
      .contextFull,
      [
        "context length", "context_length", "prompt is too long", "context window", "too many tokens", "maximum context",
        "context too long",
      ]
    ),
    (.billing, ["insufficient_quota", "credit balance", "payment required", "billing", "http 402"]),
    (.usageLimit, ["usage limit", "quota exceeded", "quota_exceeded", "hit your limit", "resource_exhausted"]),
    (.rateLimit, ["rate limit", "rate_limit", "ratelimit", "too many requests", "http 429", "status 429", "(429", "429 "]),
    (.overloaded, ["overloaded", "http 529", "status 529", "at capacity"]),
    (
      .auth,
      [
        "unauthorized", "unauthenticated", "authentication", "invalid api key", "invalid_api_key", "incorrect api key", "api key",
        "http 401",
        "status 401", "401 ", "not logged in", "log in", "login required", "http 403", "permission_denied",
      ]
    ),
    (.modelNotFound, ["model not found", "model_not_found", "unknown model", "no such model", "does not exist or you do not have access"]),
    (
      .server,
      ["http 500", "http 502", "http 503", "http 504", "status 500", "status 502", "status 503", "internal server error", "server error"]
    ),
    (
      .network,
      [
        "connection", "network", "timed out", "timeout", "unreachable", "econnrefused", "econnreset", "enotfound", "remoteprotocolerror",
        "dns",
      ]
    ),
  ]

  private static func kind(words: String) -> TaskFailure.Class? {
    table.first { $0.1.contains { words.contains($0) } }?.0
  }
}
