package import Model

/// A login that another tool has on this machine. Its token is not read: what is offered is the lines of a `[[forge]]` table that ask the tool for it.
package struct ForgeLogin: Hashable, Sendable {
  /// Which tool: `gh`, `tea` or `glab`.
  package var tool: String
  /// The forge's kind.
  package var kind: ForgeKind
  /// Its host, with a port that is not the usual one.
  package var host: String
  /// Where people find it, when that says more than the host.
  package var url: String?
  /// Who is logged in, when the tool says so.
  package var user: String?
  /// The command that prints the token.
  package var command: String

  /// The table for the configuration.
  package var lines: [String] {
    var lines = ["[[forge]]", "kind = \"\(kind.rawValue)\"", "host = \"\(host)\""]
    if let url { lines.append("url = \"\(url)\"") }
    if url?.hasPrefix("http://") == true { lines.append("insecure_http = true") }
    let quoted = command.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    lines.append("token_command = \"\(quoted)\"")
    return lines
  }

  /// The logins in `gh`'s hosts.yml: hosts as keys (cli.github.com/manual/gh_auth_login).
  package static func gh(_ text: String) -> [ForgeLogin] {
    var found: [ForgeLogin] = []
    for entry in KeyedLines.read(text) where entry.path.count >= 2 {
      let host = entry.path[0].lowercased()
      guard isHost(host) else { continue }
      let index = found.firstIndex { $0.host == host } ?? found.endIndex
      if index == found.endIndex {
        found.append(ForgeLogin(tool: "gh", kind: .github, host: host, command: "gh auth token --hostname \(host)"))
      }
      if entry.path == [entry.path[0], "user"] { found[index].user = name(entry.value) }
    }
    return found
  }

  /// The logins in `tea`'s config.yml: a list with name, url, token, user (gitea.com/gitea/tea, modules/config).
  package static func tea(_ text: String) -> [ForgeLogin] {
    var tables: [String: [String: String]] = [:]
    var order: [String] = []
    for entry in KeyedLines.read(text) where entry.path.count == 3 && entry.path[0] == "logins" {
      if tables[entry.path[1]] == nil { order.append(entry.path[1]) }
      tables[entry.path[1], default: [:]][entry.path[2]] = entry.value
    }
    return order.compactMap { number in
      guard let table = tables[number], let url = table["url"], table["token"]?.isEmpty == false,
        let web = RemoteText(url, mayBeBare: true),
        !web.isSSH, !url.contains(where: { "\"'\\$`;&|<>(){}*?!#@ ".contains($0) })
      else { return nil }
      let isUsual = web.port == nil || web.port == (web.scheme == "https" ? "443" : "80")
      let host = isUsual ? web.host : "\(web.host):\(web.port ?? "")"
      guard isHost(host) else { return nil }
      let plain = url.hasSuffix("/") ? String(url.dropLast()) : url
      // In that file the token stands behind the url that it belongs to.
      let command = "awk '$1==\"url:\"{u=$2} $1==\"token:\"&&u==\"\(url)\"{print $2; exit}' ~/.config/tea/config.yml"
      return ForgeLogin(
        tool: "tea", kind: .gitea, host: host, url: plain == "https://\(host)" ? nil : plain, user: table["user"].flatMap(name),
        command: command)
    }
  }

  /// The logins in `glab`'s config.yml: hosts as keys below `hosts` (docs.gitlab.com/editor_extensions/gitlab_cli).
  package static func glab(_ text: String) -> [ForgeLogin] {
    var found: [ForgeLogin] = []
    var users: [String: String] = [:]
    for entry in KeyedLines.read(text) where entry.path.count == 3 && entry.path[0] == "hosts" {
      let host = entry.path[1].lowercased()
      guard isHost(host) else { continue }
      if entry.path[2] == "user" { users[host] = name(entry.value) }
      if entry.path[2] == "token", !entry.value.isEmpty, !found.contains(where: { $0.host == host }) {
        found.append(ForgeLogin(tool: "glab", kind: .gitlab, host: host, command: "glab config get token --host \(host)"))
      }
    }
    for index in found.indices { found[index].user = users[found[index].host] }
    return found
  }

  /// What may stand in a command without quotes.
  private static func isHost(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 255 && !text.hasPrefix("-") && !text.hasPrefix(".")
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
          || $0 == UInt8(ascii: ":")
      }
  }

  private static func name(_ text: String) -> String? {
    let clean = ForgeWords.clean(String(text.prefix(80)))
    return clean.isEmpty ? nil : clean
  }
}
