import HTTP

/// Finds the dummy in a request and puts the real key in its place: `x-api-key`, `Authorization: Bearer`, `x-goog-api-key`, or `key=` in the query, which
/// becomes `x-goog-api-key` so that no key stands in a URL.
struct GatewayCredentials {
  /// Fields that hold a credential; none of them is ever passed on as it came.
  static let names: Set<String> = ["x-api-key", "authorization", "x-goog-api-key", "api-key", "proxy-authorization", "cookie"]

  /// Where the real key is to stand.
  enum Place: Hashable, Sendable {
    case apiKey, bearer, googleKey

    /// The field.
    func field(_ key: String) -> HTTPField {
      switch self {
      case .apiKey: HTTPField("x-api-key", key)
      case .bearer: HTTPField("authorization", "Bearer \(key)")
      case .googleKey: HTTPField("x-goog-api-key", key)
      }
    }
  }

  /// Where the dummy was found; nil: it was not, or something else stands beside it.
  let place: Place?
  /// The query without a key.
  let query: String?

  /// Looks for the dummy. Every credential that the request carries has to be it.
  init(_ head: GatewayHead, dummy: String) {
    var places: [Place] = []
    var isForeign = false
    func look(_ value: String, _ place: Place) {
      if GatewayKey.isSame(value, dummy) { places.append(place) } else { isForeign = true }
    }
    for field in head.fields {
      switch field.name {
      case "x-api-key": look(field.value, .apiKey)
      case "x-goog-api-key": look(field.value, .googleKey)
      case "authorization":
        let isBearer = field.value.prefix(7).lowercased() == "bearer "
        look(isBearer ? String(field.value.dropFirst(7).drop { $0 == " " }) : field.value, .bearer)
      default: break
      }
    }
    var kept: [Substring] = []
    for part in (head.query ?? "").split(separator: "&", omittingEmptySubsequences: false) {
      let name = part.prefix { $0 != "=" }.lowercased()
      if name == "key" || name == "api_key" || name == "access_token" {
        look(String(part.dropFirst(name.count + 1)), .googleKey)
      } else {
        kept.append(part)
      }
    }
    query = head.query == nil || kept.allSatisfy(\.isEmpty) ? nil : kept.joined(separator: "&")
    place = isForeign ? nil : places.first
  }
}
