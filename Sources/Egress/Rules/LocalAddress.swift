package import Model

/// Gives addresses of servers that an operator configured a way into the sandbox: a server on this host, or one that speaks plain HTTP elsewhere, is reached through
/// a door of its own on the sandbox's loopback; a host with TLS through the proxy, by a rule. Pure.
package struct LocalAddress: Hashable, Sendable {
  /// The address as the program inside has to be given it.
  package var inside: String
  /// The door that is needed: its port inside, and the host and port that it leads to.
  package var door: Door?
  /// The rule that is needed.
  package var rule: HostRule?

  /// A forwarding door.
  package struct Door: Hashable, Sendable {
    /// The port on the sandbox's loopback.
    package var port: UInt16
    /// Where it leads.
    package var host: NetworkHost
    /// The port there.
    package var target: UInt16
  }

  /// How a server's address is reached; nil when it is no http or https address of a host. `taken`: ports inside that other doors have, with where they lead.
  package init?(_ url: String, taken: [Door] = []) {
    let isPlain: Bool
    if url.lowercased().hasPrefix("http://") {
      isPlain = true
    } else if url.lowercased().hasPrefix("https://") {
      isPlain = false
    } else {
      return nil
    }
    let start = url.index(url.startIndex, offsetBy: isPlain ? 7 : 8)
    let authority = url[start...].prefix { !"/?#".contains($0) }
    let tail = url[authority.endIndex...]
    // Who logs in stays as it is.
    let user = authority.lastIndex(of: "@").map { authority[...$0] } ?? ""
    let place = String(authority.dropFirst(user.count))
    let host: NetworkHost
    let port: UInt16
    do throws(NetworkHost.Problem) {
      let (name, given) = try NetworkHost.split(place)
      host = try NetworkHost(parsing: name)
      port = given ?? (isPlain ? 80 : 443)
    } catch {
      return nil
    }
    guard isPlain || host.isLoopback else {
      inside = url
      rule = HostRule(host, port: port, isPrivate: true)
      return
    }
    let known = taken.first { $0.host == host && $0.target == port }
    var free = known?.port ?? port
    let used = Set(taken.map(\.port)).union([EgressPort.proxy, EgressPort.gateway])
    while known == nil, used.contains(free) || free < 1024 { free = free < 20000 ? 20000 : free &+ 1 }
    door = Door(port: free, host: host, target: port)
    inside = "http\(isPlain ? "" : "s")://\(user)\(Self.standsInside(host) ? host.text : "127.0.0.1"):\(free)\(tail)"
    if free == port, Self.standsInside(host) { inside = url }
  }

  /// Whether a host's own spelling leads to the sandbox's loopback, where the doors are.
  private static func standsInside(_ host: NetworkHost) -> Bool {
    switch host {
    case .name: host.isLoopback
    case .address(let bytes): bytes == [127, 0, 0, 1]
    }
  }
}
