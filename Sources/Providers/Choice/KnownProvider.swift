/// A provider that speaks Chat Completions and is known by the prefix of its models' names: data.
struct KnownProvider {
  /// The prefix: `openrouter`.
  var name: String
  /// Its base URL.
  var url: String
  /// The environment variables that its key may be in; none: it needs no key.
  var keyVariables: [String]

  /// The providers (each one's own API documentation, 2026-11-21).
  static let all = [
    KnownProvider(name: "openrouter", url: "https://openrouter.ai/api/v1", keyVariables: ["OPENROUTER_API_KEY"]),
    KnownProvider(
      name: "gemini", url: "https://generativelanguage.googleapis.com/v1beta/openai", keyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"]),
    KnownProvider(
      name: "google", url: "https://generativelanguage.googleapis.com/v1beta/openai", keyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"]),
    KnownProvider(name: "deepseek", url: "https://api.deepseek.com/v1", keyVariables: ["DEEPSEEK_API_KEY"]),
    KnownProvider(name: "mistral", url: "https://api.mistral.ai/v1", keyVariables: ["MISTRAL_API_KEY"]),
    KnownProvider(name: "groq", url: "https://api.groq.com/openai/v1", keyVariables: ["GROQ_API_KEY"]),
    KnownProvider(name: "xai", url: "https://api.x.ai/v1", keyVariables: ["XAI_API_KEY"]),
    KnownProvider(name: "moonshot", url: "https://api.moonshot.ai/v1", keyVariables: ["MOONSHOT_API_KEY"]),
    KnownProvider(name: "lmstudio", url: "http://127.0.0.1:1234/v1", keyVariables: []),
    KnownProvider(name: "llamacpp", url: "http://127.0.0.1:8080/v1", keyVariables: []),
    KnownProvider(name: "vllm", url: "http://127.0.0.1:8000/v1", keyVariables: []),
  ]
}
