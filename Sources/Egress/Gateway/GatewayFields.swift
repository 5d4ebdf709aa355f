import HTTP

/// Which header fields go through the gateway.
enum GatewayFields {
  /// Those of one connection (RFC 9110, 7.6.1), and those that are set anew.
  private static let own: Set<String> = [
    "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade", "content-length",
    "expect", "host", "accept-encoding", "http2-settings", "forwarded", "via", "x-real-ip",
  ]
  private static let ofAnswers: Set<String> = ["set-cookie", "alt-svc", "strict-transport-security", "content-length", "date"]

  /// What the provider is sent: the agent's fields without what is the connection's, without any credential, and with the real one.
  static func request(_ head: GatewayHead, _ credential: HTTPField) -> [HTTPField] {
    let named = Set(
      head.values("connection").flatMap { $0.lowercased().split(separator: ",") }.map { String($0.filter { $0 != " " && $0 != "\t" }) })
    var fields = head.fields.filter { field in
      !own.contains(field.name) && !named.contains(field.name) && !GatewayCredentials.names.contains(field.name)
        && !field.name.hasPrefix("x-forwarded") && !field.name.hasPrefix("sec-")
    }
    // The tokens are read from the answer as it passes.
    fields.append(HTTPField("accept-encoding", "identity"))
    fields.append(credential)
    return fields
  }

  /// What the agent is sent of a provider's fields, without the key in any of them.
  static func answer(_ head: HTTPHead, without clean: (String) -> String) -> [HTTPField] {
    head.headers.filter { !own.contains($0.key) && !ofAnswers.contains($0.key) }.sorted { $0.key < $1.key }.map { field in
      HTTPField(field.key, String(clean(field.value).unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f || $0.value == 9 }))
    }
  }
}
