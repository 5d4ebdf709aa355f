/// A request. Nothing in it is written to any log; secrets belong into headers, never into the URL.
package struct HTTPRequest: Hashable, Sendable {
  /// The method: `GET`, `POST`, …
  package var method: String
  /// An absolute `http` or `https` URL.
  package var url: String
  /// Header fields in their order.
  package var headers: [HTTPField]
  /// The body; sent when it is not empty or the method is `POST` or `PUT`.
  package var body: [UInt8]
  /// Seconds until the connection must stand.
  package var connectSeconds: Double
  /// Seconds without a single byte after which the answer counts as cut; 0: no limit.
  package var silenceSeconds: Double

  /// A request.
  package init(
    _ method: String, _ url: String, headers: [HTTPField] = [], body: [UInt8] = [], connectSeconds: Double = 10,
    silenceSeconds: Double = 120
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.connectSeconds = connectSeconds
    self.silenceSeconds = silenceSeconds
  }
}
