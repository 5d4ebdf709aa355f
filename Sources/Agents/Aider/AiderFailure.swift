import Model

/// Classes of the errors that aider prints, most of them LiteLLM's exceptions (facts/engines.md, 3; https://docs.litellm.ai/docs/exception_mapping). Its exit code is 0
/// for all of them.
enum AiderFailure {
  /// The name of the exception and the text from it on, when a line holds one: `…litellm.RateLimitError: RateLimitError: …`. What stands before is the answer that it cut.
  static func error(in line: String) -> (before: String, name: String, text: String)? {
    guard let range = line.firstRange(of: "litellm.") else { return nil }
    let rest = line[range.upperBound...]
    let name = rest.prefix { $0.isASCII && $0.isLetter }
    guard name.hasSuffix("Error") || name == "Timeout", rest.dropFirst(name.count).hasPrefix(":") else { return nil }
    return (String(line[..<range.lowerBound]), String(name), String(rest))
  }

  /// The class of an exception with its text.
  static func kind(_ name: String, _ text: String) -> TaskFailure.Class {
    let lower = text.lowercased()
    if ["insufficient credits", "credit balance", "exceeded your current quota", "insufficient_quota"].contains(where: lower.contains) {
      return .billing
    }
    switch name {
    case "AuthenticationError", "PermissionDeniedError": return .auth
    case "RateLimitError", "RouterRateLimitError": return .rateLimit
    case "NotFoundError": return .modelNotFound
    case "ContextWindowExceededError": return .contextFull
    case "BudgetExceededError": return .billing
    case "APIConnectionError", "Timeout": return .network
    case "ServiceUnavailableError", "BadGatewayError": return .overloaded
    case "InternalServerError", "APIError", "APIResponseValidationError":
      return lower.contains("overloaded") ? .overloaded : .server
    case "BadRequestError" where lower.contains("llm provider not provided"): return .modelNotFound
    case "BadRequestError", "InvalidRequestError", "UnprocessableEntityError", "UnsupportedParamsError", "ContentPolicyViolationError",
      "JSONSchemaValidationError", "ImageFetchError", "BlockedPiiEntityError", "GuardrailRaisedException":
      return .badRequest
    default: return .unknown
    }
  }

  /// One sentence: what aider said, and what to do.
  static func failure(_ kind: TaskFailure.Class, _ said: String) -> TaskFailure {
    TaskFailure(kind, "aider could not finish the turn: \(said.capped(at: 2048))\(advice(kind))")
  }

  private static func advice(_ kind: TaskFailure.Class) -> String {
    switch kind {
    case .auth: " — check the key of the model's provider (OPENAI_API_KEY, ANTHROPIC_API_KEY, …), then retry"
    case .billing: " — add credit to the account, then retry"
    case .modelNotFound: " — set another model (engine.aider.model, or --model; names are LiteLLM's: openai/gpt-5, anthropic/…), then retry"
    case .contextFull: " — retry with --fresh, or name fewer files"
    default: ""
    }
  }
}
