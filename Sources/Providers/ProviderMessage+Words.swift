extension ProviderMessage {
  /// The words of the message together; nil when it has none.
  var words: String? {
    let texts = parts.compactMap { part in
      if case .text(let text) = part, !text.isEmpty { text } else { nil }
    }
    return texts.isEmpty ? nil : texts.joined(separator: "\n\n")
  }
}
