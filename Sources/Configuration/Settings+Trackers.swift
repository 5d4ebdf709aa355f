import Model
import TOML

/// `[[tracker]] name = "jira", kind = "jira", url = "https://jira.lab", token_env = "JIRA_TOKEN"`
extension Settings {
  mutating func readTrackers(_ top: inout TableReader, home: String?) {
    guard let entry = top.take("tracker") else { return }
    guard let list = entry.value.array else {
      top.complain(entry, "tracker must be written as [[tracker]], with two brackets")
      return
    }
    for value in list {
      let place = TOMLEntry(key: entry.key, line: value.line, column: value.column, value: value)
      guard let members = value.table else {
        top.complain(place, "tracker must be a list of tables: [[tracker]] with name, kind and url")
        continue
      }
      var table = TableReader(members, name: "[[tracker]]", path: top.path, line: value.line, column: value.column)
      if let tracker = TrackerSettings(&table, place, home: home) {
        if trackers.contains(where: { $0.name == tracker.name }) {
          table.complain(place, "[[tracker]] \(tracker.name) is there twice; each needs a name of its own")
        } else {
          trackers.append(tracker)
        }
      }
      top.problems += table.problems
    }
  }

  /// What holds of trackers, as TOML.
  func describe(_ tracker: TrackerSettings, _ quoted: (String) -> String) -> [String] {
    var lines = [
      "", "[[tracker]]", "name = \(quoted(tracker.name))", "kind = \(quoted(tracker.kind.rawValue))", "url = \(quoted(tracker.address))",
    ]
    let texts = [
      ("user", tracker.user), ("token_env", tracker.token.environment), ("token_command", tracker.token.command),
      ("token_file", tracker.token.file), ("token_credential", tracker.tokenCredential), ("vault", tracker.vault),
      ("ca_file", tracker.certificates),
    ]
    for case (let key, let value?) in texts { lines.append("\(key) = \(quoted(value))") }
    if !tracker.projects.isEmpty { lines.append("projects = [\(tracker.projects.map(quoted).joined(separator: ", "))]") }
    if tracker.isPlainAllowed { lines.append("insecure_http = true") }
    return lines
  }
}

extension TrackerSettings {
  /// Reads a `[[tracker]]` table; nil when it lacks what it cannot do without, which is complained about.
  init?(_ table: inout TableReader, _ place: TOMLEntry, home: String?) {
    let name = table.string("name")
    let kind: TrackerKind? = table.choice("kind")
    let address = table.address("url") ?? (kind == .linear ? "https://api.linear.app" : nil)
    let user = table.string("user")
    let projects = table.strings("projects") ?? []
    let token = table.source("token")
    let credential = table.credentialName("token_credential")
    let vault = table.vaultReference("vault")
    let file = table.file("ca_file")
    let isPlainAllowed = table.boolean("insecure_http") ?? false
    table.onlyOne(of: ["token_env", "token_command", "token_file", "token_credential", "vault"])
    table.refuseSecrets(["token", "password"], instead: "token_env, token_command, token_file, token_credential or vault")
    table.finish()
    guard let name, let kind, let address else {
      if !table.problems.contains(where: { $0.severity == .error }) {
        table.complain(place, "[[tracker]] needs name, kind (\"jira\" or \"linear\") and url")
      }
      return nil
    }
    if address.hasPrefix("http://"), !isPlainAllowed {
      table.complain(
        place, "[[tracker]] \(name) has a plain http address, over which the token could be read; use https, or set insecure_http = true")
    }
    self.init(name: name, kind: kind, address: address)
    self.user = user
    self.projects = projects.map { $0.uppercased() }
    self.token = token
    tokenCredential = credential
    self.vault = vault
    certificates = file.map { $0.hasPrefix("~/") ? (home ?? "/") + $0.dropFirst() : $0 }
    self.isPlainAllowed = isPlainAllowed
  }
}
