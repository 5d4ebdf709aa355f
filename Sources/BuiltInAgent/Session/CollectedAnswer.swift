import Model
import Providers

/// An answer that nobody watches: its text and its tokens.
actor CollectedAnswer {
  /// What it amounts to, once it is whole.
  private(set) var result: (text: String, tokens: TokenCount)?

  func take(_ event: ProviderEvent) {
    guard case .finished(let message, _, let tokens) = event else { return }
    let texts = message.parts.compactMap { part in if case .text(let text) = part { text } else { nil } }
    result = (texts.joined(separator: "\n"), tokens)
  }
}
