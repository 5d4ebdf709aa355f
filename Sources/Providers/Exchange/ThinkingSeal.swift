/// What a provider needs to take its thinking back, marked with who it came from: a conversation may change providers, and none takes another's.
enum ThinkingSeal {
  /// The signature of a part.
  static func make(_ provider: String, _ kind: String, _ value: String) -> String { "\(provider)/\(kind):\(value)" }

  /// Kind and value of a signature, if it is this provider's.
  static func open(_ signature: String?, _ provider: String) -> (kind: String, value: String)? {
    guard let signature, signature.hasPrefix(provider + "/"), let colon = signature.firstIndex(of: ":") else { return nil }
    let kind = signature[..<colon].dropFirst(provider.count + 1)
    return (String(kind), String(signature[signature.index(after: colon)...]))
  }
}
