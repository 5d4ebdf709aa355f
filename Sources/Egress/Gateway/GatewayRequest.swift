import JSON

/// A whole request of an agent.
struct GatewayRequest: Sendable {
  /// Its head.
  var head: GatewayHead
  /// Its body.
  var body: [UInt8]

  /// What its body says that matters here; empty for what is no JSON.
  func read() -> (model: String?, isBackground: Bool) {
    guard body.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"), let value = try? JSONValue.parse(body) else { return (nil, false) }
    // Of several members with one name providers may take any.
    var model: String?
    var isBackground = false
    for (key, member) in value.object ?? JSONObject() {
      if key == "model", let name = member.string { model = String(name.prefix(200)) }
      if key == "background", member != .bool(false), !member.isNull { isBackground = true }
    }
    return (model, isBackground)
  }
}
