import Model
import TOML

/// `[[forge]] kind = "gitea"`, `host = "git.lab"`.
extension Settings {
  mutating func readForges(_ top: inout TableReader, home: String?) {
    guard let entry = top.take("forge") else { return }
    guard let list = entry.value.array else {
      top.complain(entry, "forge must be written as [[forge]], with two brackets")
      return
    }
    for value in list {
      let place = TOMLEntry(key: "forge", line: value.line, column: value.column, value: value)
      guard let table = value.table else {
        top.complain(place, "forge must be written as [[forge]], with keys below it")
        continue
      }
      var reader = TableReader(table, name: "[[forge]]", path: top.path, line: value.line, column: value.column)
      let read = ForgeSettings.read(&reader, place, home: home)
      if let read, forges.contains(where: { $0.host == read.host }), let host = reader.take("host") ?? reader.take("url") {
        reader.complain(host, "there are two [[forge]] tables for \(read.host); only one of them can hold")
      } else if let read {
        forges.append(read)
      }
      top.problems += reader.problems
    }
  }
}

extension ForgeSettings {
  private static let sources = ["token_env", "token_command", "token_file", "token_credential", "vault"]

  /// Reads a table; nil when it has no kind, or neither host nor url.
  static func read(_ table: inout TableReader, _ place: TOMLEntry, home: String?) -> ForgeSettings? {
    defer { table.finish() }
    let kind: ForgeKind? = table.choice("kind")
    let host = table.forgeHost("host")
    let isPlain = table.boolean("insecure_http") ?? false
    let url = table.forgeAddress("url", isPlainAllowed: isPlain)
    let certificates = table.file("ca_file").map { Settings.expanded($0, home: home) }
    let sshHost = table.forgeHost("ssh_host")
    let names = (table.variable("token_env"), table.string("token_command"), table.file("token_file"))
    let others = (table.credentialName("token_credential"), table.vaultReference("vault"))
    table.onlyOne(of: sources)
    table.refuseSecrets(["token", "password", "app_key"], instead: "token_env, token_command, token_file, token_credential or vault")
    let app = (table.numberOrName("app_id"), table.file("app_key_file"), table.numberOrName("app_installation"))
    guard let kind else {
      table.complainOnce(place, "[[forge]] needs kind: gitea, forgejo, github or gitlab", unless: ["kind"])
      return nil
    }
    let authority = url.map { String($0.dropFirst($0.hasPrefix("https:") ? 8 : 7).prefix { $0 != "/" }) }
    guard let name = host ?? authority else {
      table.complainOnce(
        place, "[[forge]] needs host: the name that its repositories' addresses have, such as \"git.lab\"", unless: ["host", "url"])
      return nil
    }
    if let authority, authority != name, let entry = table.take("url") {
      table.complain(entry, "[[forge]] url is on \(authority), not on host \(name): a token belongs to one host, with its port")
    }
    var forge = ForgeSettings(kind: kind, host: name, url: url ?? "\(isPlain ? "http" : "https")://\(name)")
    forge.certificates = certificates
    forge.isPlainAllowed = isPlain
    forge.sshHost = sshHost
    (forge.tokenEnvironment, forge.tokenCommand, forge.tokenFile) = names
    (forge.tokenCredential, forge.vault) = others
    (forge.appID, forge.appInstallation) = (app.0, app.2)
    forge.appKeyFile = app.1.map { Settings.expanded($0, home: home) }
    forge.checkApp(&table)
    return forge
  }

  private func checkApp(_ table: inout TableReader) {
    guard let given = ["app_id", "app_key_file", "app_installation"].first(where: { name in table.keys.contains { $0.key == name } }),
      let entry = table.take(given)
    else { return }
    if kind != .github {
      table.complain(entry, "[[forge]] \(given) is for kind = \"github\" only")
    } else if appID == nil || appKeyFile == nil {
      table.complain(entry, "[[forge]] of a GitHub App needs both app_id and app_key_file")
    } else if let source = Self.sources.first(where: { name in table.keys.contains { $0.key == name } }), let other = table.take(source) {
      table.complain(other, "[[forge]] has app_id and \(source); only one of them can hold")
    }
  }
}

extension TableReader {
  /// A host, with a port if it has one; in lower case.
  fileprivate mutating func forgeHost(_ key: String) -> String? {
    guard let text = string(key)?.lowercased(), let entry = take(key) else { return nil }
    guard Self.isAuthority(text) else {
      complain(entry, "\(label(key)) must be a host such as \"git.lab\" or \"git.lab:3000\", without https:// and without a path")
      return nil
    }
    return text
  }

  /// A forge's address: https, or http where that is said to be meant; without a user, query or fragment.
  fileprivate mutating func forgeAddress(_ key: String, isPlainAllowed: Bool) -> String? {
    guard var text = address(key), let entry = take(key) else { return nil }
    let isPlain = text.hasPrefix("http:")
    let scheme = isPlain ? "http://" : "https://"
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" }.lowercased()
    guard Self.isAuthority(authority), !rest.contains(where: { $0 == "?" || $0 == "#" }) else {
      complain(entry, "\(label(key)) must be where people find the forge, such as \"https://git.lab/git\", without a user and without ?")
      return nil
    }
    if isPlain, !isPlainAllowed {
      complain(entry, "\(label(key)) is plain http, over which the token could be read; add insecure_http = true if that network may")
      return nil
    }
    text = scheme + authority + rest.dropFirst(authority.count)
    while text.hasSuffix("/") { text.removeLast() }
    // The usual port says nothing.
    let usual = isPlain ? ":80" : ":443"
    if authority.hasSuffix(usual) { text = scheme + authority.dropLast(usual.count) + rest.dropFirst(authority.count) }
    while text.hasSuffix("/") { text.removeLast() }
    return text
  }

  /// A number, or a text of letters, digits and a few marks.
  fileprivate mutating func numberOrName(_ key: String) -> String? {
    guard let entry = take(key) else { return nil }
    if let number = entry.value.integer, number > 0 { return String(number) }
    if let text = entry.value.string, !text.isEmpty, text.utf8.allSatisfy({ Self.isPlainByte($0) || $0 == 0x2e }) { return text }
    complain(entry, "\(label(key)) must be the number that GitHub shows, or a client id")
    return nil
  }

  /// Complains that keys are missing, but not when one is there and wrong, which was complained about.
  fileprivate mutating func complainOnce(_ place: TOMLEntry, _ text: String, unless names: [String]) {
    if !keys.contains(where: { names.contains($0.key) }) { complain(place, text) }
  }

  private static func isPlainByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x2D || byte == 0x5F
  }

  private static func isAuthority(_ text: String) -> Bool {
    var host = text[...]
    if let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") {
      guard let port = UInt16(text[text.index(after: colon)...]), port > 0 else { return false }
      host = text[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]") {
      return host.count > 3 && host.dropFirst().dropLast().utf8.allSatisfy { Self.isPlainByte($0) || $0 == 0x3A || $0 == 0x2E }
    }
    return !host.isEmpty && host.utf8.count <= 253 && !host.hasPrefix("-") && !host.hasPrefix(".") && !host.contains("..")
      && host.utf8.allSatisfy { Self.isPlainByte($0) || $0 == 0x2E }
  }
}
