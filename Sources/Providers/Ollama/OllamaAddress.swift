import HTTP

/// Where Ollama answers, by `OLLAMA_HOST` in all the forms that Ollama itself takes: `host`, `host:port`, `:port`, `http://host:port/path`.
package struct OllamaAddress: Hashable, Sendable {
  /// Ollama's own place.
  package static let standard = OllamaAddress(url: "http://127.0.0.1:11434", isLocal: true)

  /// The base URL, without a "/" at its end.
  package var url: String
  /// Whether it is this machine.
  package var isLocal: Bool

  /// The address that a value of `OLLAMA_HOST` means; the standard one for none, nil for what cannot be an address.
  package init?(_ host: String?) {
    let trimmed = Self.trimmed(host ?? "")
    guard !trimmed.isEmpty else {
      self = .standard
      return
    }
    var scheme = "http"
    var rest = trimmed[...]
    var standardPort = "11434"
    if let range = trimmed.firstRange(of: "://") {
      scheme = trimmed[..<range.lowerBound].lowercased()
      rest = trimmed[range.upperBound...]
      standardPort = scheme == "https" ? "443" : "80"
    }
    guard scheme == "http" || scheme == "https" else { return nil }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    var path = rest[slash...]
    while path.last == "/" { path.removeLast() }
    let (name, port) = Self.split(rest[..<slash])
    guard port.isEmpty || UInt16(port) != nil, !name.contains("@") else { return nil }
    // What a server listens at is not always what a client can ask.
    let places = ["": "127.0.0.1", "0.0.0.0": "127.0.0.1", "[::]": "[::1]"]
    let asked = places[name] ?? name
    let url = "\(scheme)://\(asked):\(port.isEmpty ? standardPort : port)\(path)"
    guard let isLocal = HTTPAddress(url)?.isLoopback else { return nil }
    self.init(url: url, isLocal: isLocal)
  }

  private init(url: String, isLocal: Bool) {
    self.url = url
    self.isLocal = isLocal
  }

  private static func split(_ place: Substring) -> (name: String, port: String) {
    if place.first == "[", let end = place.lastIndex(of: "]") {
      let rest = place[place.index(after: end)...]
      return (String(place[...end]), rest.first == ":" ? String(rest.dropFirst()) : "")
    }
    let parts = place.split(separator: ":", omittingEmptySubsequences: false)
    // More than one colon: an IPv6 address without brackets.
    if parts.count > 2 { return ("[\(place)]", "") }
    return (String(parts.first ?? ""), parts.count == 2 ? String(parts[1]) : "")
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while let first = rest.first, first.isWhitespace || first == "\"" || first == "'" { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace || last == "\"" || last == "'" { rest.removeLast() }
    return String(rest)
  }
}
