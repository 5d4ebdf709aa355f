import JSON

/// A whole request of an agent.
struct GatewayRequest: Sendable {
  /// Its head.
  var head: GatewayHead
  /// Its body.
  var body: [UInt8]

  /// Whether the body is empty or begins as a JSON object in UTF-8 does; some servers read UTF-16 as well, in which nothing would be found here.
  var isReadable: Bool {
    guard let first = body.firstIndex(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0a && $0 != 0x0d }) else { return true }
    return body[first] == UInt8(ascii: "{") && !body[first...].prefix(4).contains(0)
  }

  /// What its body says that matters here. Of several members with one name providers may take any.
  func read() -> (model: String?, isBackground: Bool) {
    var (model, isBackground) = (String?.none, false)
    for (name, value) in JSONMembers.find(["model", "background"], in: body) {
      let value = (try? JSONValue.parse([0x5b] + value + [0x5d]))?[0]
      if name == "model", let text = value?.string { model = String(text.prefix(200)) }
      if name == "background", value != .bool(false), value != .null { isBackground = true }
    }
    return (model, isBackground)
  }
}
