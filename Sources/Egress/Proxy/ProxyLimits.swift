/// Bounds of the proxy, per sandbox.
package struct ProxyLimits: Hashable, Sendable {
  /// Connections at a time; one beyond is closed at once.
  package var connections = 128
  /// Seconds for the head of a request, from the connection on.
  package var headSeconds = 20.0
  /// Seconds for resolving a name.
  package var resolveSeconds = 10.0
  /// Seconds for connecting, over all addresses.
  package var connectSeconds = 20.0
  /// Seconds for the first bytes inside the tunnel, to their end.
  package var helloSeconds = 30.0

  /// The defaults.
  package init() {}
}
