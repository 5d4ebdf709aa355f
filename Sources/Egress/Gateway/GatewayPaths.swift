/// Which requests an agent's key is good for: asking models, and listing them. What else a provider offers under the same key (batches, files, fine-tuning,
/// administration, answers in the background) would spend money that no answer counts, or reach what other programs left there.
enum GatewayPaths {
  /// What a request is.
  enum Kind: Hashable, Sendable {
    /// Its answer is paid for by its tokens.
    case metered
    /// It costs nothing.
    case free
    /// Whether somebody is there at all: answered by the gateway itself.
    case root
  }

  private static let metered: Set<String> = [
    "messages", "complete", "chat/completions", "completions", "fim/completions", "responses", "responses/compact", "embeddings",
    "api/chat", "api/generate", "api/embed", "api/embeddings", "chat", "generate", "embed",
  ]
  private static let free: Set<String> = ["messages/count_tokens", "responses/input_tokens", "api/show", "show"]
  private static let lists: Set<String> = ["models", "api/tags", "api/version", "api/ps", "tags", "version", "ps"]
  private static let meteredCalls: Set<String> = ["generateContent", "streamGenerateContent", "embedContent", "batchEmbedContents"]
  private static let versions: Set<String> = ["v1", "v1beta", "v1alpha", "v1beta1", "v2"]

  /// What a request to a path below the base URL is; nil: it is not passed on.
  static func kind(_ method: String, _ path: String) -> Kind? {
    var segments = path.split(separator: "/").map(String.init)
    if let first = segments.first, versions.contains(first) { segments.removeFirst() }
    let rest = segments.joined(separator: "/")
    switch method {
    case "GET", "HEAD":
      if path.isEmpty || path == "/" { return .root }
      return lists.contains(rest) || segments.first == "models" && !rest.contains(":") ? .free : nil
    case "POST":
      if metered.contains(rest) { return .metered }
      if free.contains(rest) { return .free }
      guard segments.first == "models" || segments.first == "tunedModels", let call = rest.split(separator: ":").last, rest.contains(":")
      else {
        return nil
      }
      return meteredCalls.contains(String(call)) ? .metered : call == "countTokens" ? .free : nil
    default: return nil
    }
  }
}
