import CCurl

/// Where a URL leads: what redirects and proxies are decided by. Read by curl's own parser, so that no two readings of a URL differ.
package struct HTTPAddress: Hashable, Sendable {
  /// `http` or `https`.
  package var scheme: String
  /// The host, in lower case; IPv6 addresses in brackets.
  package var host: String
  /// The port, also when the URL leaves it out.
  package var port: String
  /// The whole URL.
  package var url: String

  /// Reads an absolute URL, or one relative to another. Nil when it is none, or not `http` or `https`.
  package init?(_ url: String, relativeTo base: String? = nil) {
    guard !url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f }), let parser = curl_url() else { return nil }
    defer { curl_url_cleanup(parser) }
    if let base, curl_url_set(parser, CURLUPART_URL, base, 0) != CURLUE_OK { return nil }
    guard curl_url_set(parser, CURLUPART_URL, url, 0) == CURLUE_OK else { return nil }
    guard let scheme = Self.part(parser, CURLUPART_SCHEME)?.lowercased(), scheme == "http" || scheme == "https" else { return nil }
    guard let host = Self.part(parser, CURLUPART_HOST), !host.isEmpty, let whole = Self.part(parser, CURLUPART_URL) else { return nil }
    self.scheme = scheme
    self.host = host.lowercased()
    port = Self.part(parser, CURLUPART_PORT) ?? (scheme == "https" ? "443" : "80")
    self.url = whole
  }

  /// Whether it is this machine itself, which no proxy may stand before.
  package var isLoopback: Bool {
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    return name == "localhost" || name.hasSuffix(".localhost") || name == "[::1]" || name == "0.0.0.0" || name == "[::]"
      || name.hasPrefix("127.") && name.allSatisfy { $0.isNumber || $0 == "." }
  }

  /// Whether what was meant for this place may be sent to the other one: the same host, and the same port or the secure form.
  func mayLead(to other: HTTPAddress) -> Bool {
    host == other.host && (scheme == other.scheme && port == other.port || scheme == "http" && other.scheme == "https")
  }

  private static func part(_ parser: OpaquePointer, _ part: CURLUPart) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard ccurl_url_get(parser, part, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}
