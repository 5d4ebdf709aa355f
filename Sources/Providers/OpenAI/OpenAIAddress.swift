import HTTP

/// Base URLs of servers that speak like OpenAI.
package enum OpenAIAddress {
  /// Where OpenAI answers.
  package static let standard = "https://api.openai.com/v1"

  /// The place of a base URL; one without a path gets `/v1`.
  static func place(_ url: String, key: String?, name: String, keyVariable: String?, urlVariable: String?) -> ProviderPlace {
    var place = ProviderPlace(
      name: name, url: url, secret: key ?? "", headers: key.map { [HTTPField("authorization", "Bearer \($0)")] } ?? [],
      keyVariable: keyVariable, urlVariable: urlVariable)
    if let scheme = place.url.firstRange(of: "://"), !place.url[scheme.upperBound...].contains("/") { place.url += "/v1" }
    return place
  }
}
