import Providers

/// Messages as providers want them. Pure.
enum Conversation {
  /// With messages of one speaker that follow each other made one; empty ones left out.
  static func joined(_ messages: [ProviderMessage]) -> [ProviderMessage] {
    var joined: [ProviderMessage] = []
    for message in messages where !message.parts.isEmpty {
      if let last = joined.last, last.role == message.role {
        joined[joined.count - 1].parts += message.parts
      } else {
        joined.append(message)
      }
    }
    return joined
  }
}
