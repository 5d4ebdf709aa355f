/// Answers git's credential protocol (git-credential(1), "INPUT/OUTPUT FORMAT") for one host. Pure.
package enum GitCredential {
  /// The answer to a `get` request, or nil when the request is not for this host over HTTPS (or HTTP on the loopback), or when a value cannot be said in
  /// the protocol. `request` is the text of key=value lines that git wrote; `allowedHost` is the host, with a port if it has one. What `store` and
  /// `erase` send contains the password: callers ignore those without reading them.
  package static func answer(request: String, allowedHost: String, username: String, token: String) -> String? {
    var fields: [String: String] = [:]
    for line in request.split(whereSeparator: \.isNewline) {
      guard let equals = line.firstIndex(of: "=") else { continue }
      fields[String(line[..<equals])] = String(line[line.index(after: equals)...])
    }
    guard let host = fields["host"], host.lowercased() == allowedHost.lowercased(), !host.isEmpty else { return nil }
    guard fields["protocol"] == "https" || (fields["protocol"] == "http" && isLoopback(host)) else { return nil }
    if let asked = fields["username"], !asked.isEmpty, !username.isEmpty, asked != username { return nil }
    let name = username.isEmpty ? fields["username"] ?? "git" : username
    guard isSayable(name), isSayable(token), !token.isEmpty else { return nil }
    return "username=\(name)\npassword=\(token)\n"
  }

  /// The answer to one prompt of GIT_ASKPASS (`Username for 'https://host': `, `Password for 'https://user@host': `), or nil for another host.
  package static func answer(prompt: String, allowedHost: String, username: String, token: String) -> String? {
    guard let open = prompt.firstIndex(of: "'"), let close = prompt.lastIndex(of: "'"), open < close else { return nil }
    let url = prompt[prompt.index(after: open)..<close]
    let scheme: String
    if url.hasPrefix("https://") { scheme = "https" } else if url.hasPrefix("http://") { scheme = "http" } else { return nil }
    var host = url.dropFirst(scheme.utf8.count + 3).prefix { $0 != "/" }
    if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
    guard let fields = answer(request: "protocol=\(scheme)\nhost=\(host)\n", allowedHost: allowedHost, username: username, token: token)
    else { return nil }
    let key = prompt.hasPrefix("Username") ? "username=" : "password="
    guard prompt.hasPrefix("Username") || prompt.hasPrefix("Password") else { return nil }
    return fields.split(separator: "\n").first { $0.hasPrefix(key) }.map { String($0.dropFirst(key.count)) }
  }

  private static func isSayable(_ value: String) -> Bool { !value.utf8.contains { $0 == 0 || $0 == 0x0a || $0 == 0x0d } }

  private static func isLoopback(_ host: String) -> Bool {
    let name = host.split(separator: ":").first ?? ""
    return name == "localhost" || name == "127.0.0.1" || host.hasPrefix("[::1]")
  }
}
