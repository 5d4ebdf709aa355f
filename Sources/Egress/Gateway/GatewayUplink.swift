import HTTP

/// The way to the providers that all gateways of this process share: connections are used again, and one thread carries them.
package final class GatewayUplink: Sendable {
  let client: HTTPClient
  let connectSeconds: Double
  let silenceSeconds: Double

  /// An uplink; nothing happens until the first request. `connectSeconds`: until a connection must stand; `silenceSeconds`: without a byte after which an answer
  /// counts as cut.
  package init(connectSeconds: Double = 20, silenceSeconds: Double = 900) {
    client = HTTPClient()
    self.connectSeconds = connectSeconds
    self.silenceSeconds = silenceSeconds
  }
}
