/// A provider of models as opencode names it: which variables hold its key, which its base URL. Those that are not here are OpenAI-compatible servers of the
/// operator's own.
struct OpenCodeProvider: Hashable {
  /// The part of a model's name before "/".
  var id: String
  /// Variables that hold its key, in order of preference.
  var keys: [String]
  /// The variable that names another base URL.
  var baseVariable: String?

  /// Its base URL where opencode is told none; nil where it is not one alone, or none that is known for certain.
  var standardURL: String? {
    switch id {
    case "anthropic": "https://api.anthropic.com/v1"
    case "openai": "https://api.openai.com/v1"
    case "openrouter": "https://openrouter.ai/api/v1"
    case "google": "https://generativelanguage.googleapis.com/v1beta"
    case "mistral": "https://api.mistral.ai/v1"
    case "deepseek": "https://api.deepseek.com"
    case "xai": "https://api.x.ai/v1"
    case "groq": "https://api.groq.com/openai/v1"
    default: nil
    }
  }

  /// Those that opencode itself knows by these names, in the order in which a key decides for a model without prefix.
  static let known = [
    OpenCodeProvider(id: "anthropic", keys: ["ANTHROPIC_API_KEY"], baseVariable: "ANTHROPIC_BASE_URL"),
    OpenCodeProvider(id: "openai", keys: ["OPENAI_API_KEY"], baseVariable: "OPENAI_BASE_URL"),
    OpenCodeProvider(id: "openrouter", keys: ["OPENROUTER_API_KEY"]),
    OpenCodeProvider(id: "google", keys: ["GOOGLE_GENERATIVE_AI_API_KEY", "GEMINI_API_KEY"]),
    OpenCodeProvider(id: "mistral", keys: ["MISTRAL_API_KEY"]),
    OpenCodeProvider(id: "deepseek", keys: ["DEEPSEEK_API_KEY"]),
    OpenCodeProvider(id: "xai", keys: ["XAI_API_KEY"]),
    OpenCodeProvider(id: "groq", keys: ["GROQ_API_KEY"]),
    OpenCodeProvider(id: "opencode", keys: ["OPENCODE_API_KEY"]),
  ]

  /// The provider of a prefix.
  static func named(_ id: String) -> OpenCodeProvider? { known.first { $0.id == id } }

  /// All the variables that hold keys.
  static var allKeys: [String] { known.flatMap(\.keys) }

  /// The variables for a model's provider: its own; for a server of the operator's own `NAME_API_KEY`, else the key that OpenAI-compatible servers are given.
  static func keys(of id: String) -> [String] {
    if id == "ollama" || id == "ollama_chat" { return [] }
    if let known = named(id) { return known.keys }
    let name = String(id.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return ["\(name)_API_KEY", "OPENAI_API_KEY"]
  }
}
