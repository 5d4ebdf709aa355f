import JSON

/// A way to log in that an agent offers in its answer to `initialize`.
struct ACPAuthMethod: Hashable, Sendable {
  var id: String
  var name: String
  var description: String
  /// The environment variables that it takes, when it is of that kind and says so.
  var variables: [String]
  /// Whether a person has to do something in a terminal.
  var isTerminal: Bool

  init?(_ value: JSONValue) {
    guard let id = value["id"]?.string else { return nil }
    self.id = id
    name = value["name"]?.string ?? id
    description = value["description"]?.string ?? ""
    let kind = value["type"]?.string ?? value["_meta"]?["type"]?.string ?? ""
    isTerminal = kind == "terminal" || value["_meta"]?["terminal-auth"] != nil
    let listed = (value["vars"]?.array ?? []).compactMap { $0["name"]?.string ?? $0.string }
    variables = listed + [value["varName"]?.string].compactMap { $0 }
  }

  /// "API Key: set OPENAI_API_KEY".
  var sentence: String { description.isEmpty ? name : "\(name): \(description)" }

  /// Whether it works here without a person: all of its variables are set, or it says that it takes a key and one of the engine's own is set.
  func works(environment: [String: String], credentials: [String]) -> Bool {
    guard !isTerminal else { return false }
    if !variables.isEmpty { return variables.allSatisfy { !(environment[$0] ?? "").isEmpty } }
    let set = (credentials + environment.keys.filter { $0.hasSuffix("_API_KEY") }).filter { !(environment[$0] ?? "").isEmpty }
    guard !set.isEmpty else { return false }
    let words = "\(id) \(name) \(description)".lowercased()
    return set.contains { words.contains($0.lowercased()) }
      || ["api key", "api-key", "apikey", "api_key", "environment variable"].contains { words.contains($0) }
  }
}
