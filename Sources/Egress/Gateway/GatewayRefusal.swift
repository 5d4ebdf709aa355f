/// Why the gateway does not pass a request on: what the agent is answered.
struct GatewayRefusal: Error, Hashable, Sendable {
  /// The status code.
  var status: Int
  /// What is said, after "carrel: ".
  var text: String
  /// Whether nothing more may be read from the connection: where the next request begins is not certain.
  var endsConnection = false
  /// The limit that it is for, if it is for one.
  var limit: GatewayAllowance.Limit?

  /// A request that is no proper HTTP/1.1; the connection ends with the answer.
  static func malformed(_ text: String, status: Int = 400) -> GatewayRefusal {
    GatewayRefusal(status: status, text: text, endsConnection: true)
  }
}
