import HTTP

/// Where one task's requests go: the provider's form, its base URL, the dummy that the agent holds and the key that stands behind it.
package struct GatewayRoute: Sendable {
  /// The API.
  package var form: GatewayForm
  /// The base URL without a "/" at its end. No other host and no other path is reached.
  package let base: String
  /// The path of the base URL: empty, or "/…" without a "/" at its end. The agent's base URL has the same one.
  package let prefix: String
  /// What the agent holds.
  package let dummy: String
  /// The real key, asked for with every request.
  package let key: @Sendable () -> String

  /// A route; nil when the base URL is none that can be kept to: not `http` or `https`, with a query, a fragment, or a user's name.
  package init?(form: GatewayForm, base: String, dummy: String, key: @escaping @Sendable () -> String) {
    var base = base[...]
    while base.last == "/" { base.removeLast() }
    guard let address = HTTPAddress(String(base)), !dummy.isEmpty, !base.contains("?"), !base.contains("#"), !base.contains("@"),
      let authority = base.firstRange(of: "://")?.upperBound
    else { return nil }
    let path = base[authority...].drop { $0 != "/" }
    if !path.isEmpty {
      guard (try? GatewayTarget.read(Array(path.utf8)[...])) != nil else { return nil }
    }
    self.form = form
    self.base = String(base)
    prefix = String(path)
    host = address.host
    port = address.port
    self.dummy = dummy
    self.key = key
  }

  private let host: String
  private let port: String

  /// The agent's base URL for a port on its own loopback.
  package func address(port: UInt16) -> String { "http://127.0.0.1:\(port)\(prefix)" }

  /// The path below the base URL; nil when the path is not below it.
  func below(_ path: String) -> String? {
    guard !prefix.isEmpty else { return path }
    guard path.hasPrefix(prefix) else { return nil }
    let rest = path.dropFirst(prefix.count)
    return rest.isEmpty || rest.hasPrefix("/") ? String(rest) : nil
  }

  /// The URL of a path below the base URL; nil when it would lead to another host, however that came.
  func url(_ below: String, query: String?) -> String? {
    let url = base + below + (query.map { "?\($0)" } ?? "")
    guard let address = HTTPAddress(url), address.host == host, address.port == port else { return nil }
    return url
  }
}
