package import Platform

/// What the proxy asks of the world outside; tests put something else in its place.
package struct ProxyWorld: Sendable {
  /// The addresses of a name, with this port, within so many seconds.
  package var resolve: @Sendable (String, UInt16, Double) async throws(PlatformError) -> [InternetAddress]
  /// A connection to an address, within so many seconds.
  package var connect: @Sendable (InternetAddress, Double) async throws(PlatformError) -> TCPConnection

  /// A world of one's own.
  package init(
    resolve: @escaping @Sendable (String, UInt16, Double) async throws(PlatformError) -> [InternetAddress],
    connect: @escaping @Sendable (InternetAddress, Double) async throws(PlatformError) -> TCPConnection
  ) {
    self.resolve = resolve
    self.connect = connect
  }

  /// The real one: the system's resolver, with threads of its own, and TCP.
  package static func real() -> ProxyWorld {
    let resolver = NameResolver()
    return ProxyWorld(
      resolve: { name, port, seconds async throws(PlatformError) in
        try await resolver.addresses(of: name, port: port, seconds: seconds)
      },
      connect: { address, seconds async throws(PlatformError) in try await TCPConnection.connect(to: address, seconds: seconds) })
  }
}
