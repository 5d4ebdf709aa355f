import JSON

/// What the gateway itself answers, in the form of errors of the provider that stands behind it, so that agents show it.
enum GatewayWords {
  /// The body of an error.
  static func body(_ form: GatewayForm, status: Int, _ text: String) -> [UInt8] {
    let text = "carrel: \(text)"
    let value: JSONValue =
      switch form {
      case .anthropic: ["type": "error", "error": ["type": .string(anthropicType(status)), "message": .string(text)]]
      case .openAI:
        ["error": ["message": .string(text), "type": .string(openAIType(status)), "param": .null, "code": .string(code(status))]]
      case .gemini: ["error": ["code": .integer(Int64(status)), "message": .string(text), "status": .string(geminiStatus(status))]]
      case .ollama: ["error": .string(text)]
      }
    return Array(value.serialized().utf8)
  }

  /// The reason phrase of a status.
  static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 402: "Payment Required"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 413: "Content Too Large"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    default: "Status"
    }
  }

  private static func anthropicType(_ status: Int) -> String {
    switch status {
    case 401: "authentication_error"
    case 402: "billing_error"
    case 403: "permission_error"
    case 404: "not_found_error"
    case 413: "request_too_large"
    case 429: "rate_limit_error"
    case 500...: status == 504 ? "timeout_error" : "api_error"
    default: "invalid_request_error"
    }
  }

  private static func openAIType(_ status: Int) -> String {
    switch status {
    case 402: "insufficient_quota"
    case 429: "rate_limit_exceeded"
    case 500...: "server_error"
    default: "invalid_request_error"
    }
  }

  private static func code(_ status: Int) -> String {
    switch status {
    case 401: "invalid_api_key"
    case 402: "carrel_limit"
    default: "carrel_\(status)"
    }
  }

  private static func geminiStatus(_ status: Int) -> String {
    switch status {
    case 401: "UNAUTHENTICATED"
    case 402, 403: "PERMISSION_DENIED"
    case 404: "NOT_FOUND"
    case 429: "RESOURCE_EXHAUSTED"
    case 504: "DEADLINE_EXCEEDED"
    case 500...: "UNAVAILABLE"
    default: "INVALID_ARGUMENT"
    }
  }
}
