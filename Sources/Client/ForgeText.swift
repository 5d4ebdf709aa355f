import JSON
import Model
import Wire

/// What `carrel forges` prints. The keys of its JSON are stable.
enum ForgeText {
  /// For people: a line for each forge, and the tables for logins that were found.
  static func lines(_ found: ForgeListings) -> [String] {
    var lines = found.forges.map(line)
    for offer in found.offers {
      let who = offer.user.map { " as \($0)" } ?? ""
      lines += [
        "", PlainText.line("\(offer.tool) is logged in to \(offer.host)\(who); to use that login, put this into the configuration:"),
      ]
      lines += offer.lines.map { "    " + PlainText.line($0) }
    }
    return lines
  }

  private static func line(_ forge: ForgeListing) -> String {
    var words = ["\(forge.host): \(forge.kind.title)"]
    if let version = forge.version { words[0] += " \(version)" }
    if forge.url != "https://\(forge.host)" { words.append(forge.url) }
    words.append(forge.token.map { "token from \($0)" } ?? "no token")
    if let login = forge.login { words.append("answers \(login)") }
    if let scopes = forge.scopes { words.append("scopes \(scopes.isEmpty ? "none" : scopes.joined(separator: " "))") }
    if let problem = forge.problem { words.append(problem) }
    return PlainText.line(words.joined(separator: ", "))
  }

  /// For programs.
  static func json(_ found: ForgeListings) -> JSONValue {
    var object = JSONObject()
    object.append("forges", .array(found.forges.map(value)))
    object.append("offers", .array(found.offers.map(value)))
    return .object(object)
  }

  private static func value(_ forge: ForgeListing) -> JSONValue {
    [
      "kind": .string(forge.kind.rawValue), "host": .string(forge.host), "url": .string(forge.url), "configured": .bool(forge.isConfigured),
      "token": JSONValue(forge.token), "login": JSONValue(forge.login), "version": JSONValue(forge.version),
      "scopes": forge.scopes.map { .array($0.map { .string($0) }) } ?? .null, "problem": JSONValue(forge.problem),
    ]
  }

  private static func value(_ offer: ForgeOffer) -> JSONValue {
    [
      "tool": .string(offer.tool), "kind": .string(offer.kind.rawValue), "host": .string(offer.host), "user": JSONValue(offer.user),
      "lines": .array(offer.lines.map { .string($0) }),
    ]
  }
}
