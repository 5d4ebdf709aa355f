/// A model as operators name it: a bare name or alias (`sonnet`, `gpt-5.5`), or one of a provider (`ollama/qwen3:8b`, `anthropic/claude-opus-4-5`). Any name
/// goes through to the engine; only the provider's prefix is understood here.
package struct ModelName: Hashable, Sendable {
  /// The part before the first "/", in lower case; nil without one.
  package var provider: String?
  /// What is left.
  package var name: String

  /// Reads a name.
  package init(_ text: String) {
    if let slash = text.firstIndex(of: "/"), slash != text.startIndex {
      provider = text[..<slash].lowercased()
      name = String(text[text.index(after: slash)...])
    } else {
      name = text
    }
  }

  /// Whether it runs on this machine's Ollama.
  package var isOllama: Bool { provider == "ollama" || provider == "ollama_chat" }
}
