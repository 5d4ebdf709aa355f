package import Model

/// Which forge and which repository an address means. Pure; hosts are compared whole, with their ports, and never by how they end.
package enum ForgeAddress {
  /// Bytes of an address at most.
  private static let limit = 4096

  /// The repository that a git remote or a page of a forge is of; nil: of none of these.
  package static func repository(_ text: String, _ sites: [ForgeSite]) -> (site: ForgeSite, repository: ForgeRepository)? {
    found(text, sites).map { ($0.site, $0.repository) }
  }

  /// The issue (or pull request) that a page or a short name means: `https://git.lab/ops/tools/issues/12`, `ops/tools#12`, `git.lab/ops/tools#12`, `#12`.
  /// - Parameter remote: the remote beside which a short name is read; without it the only configured forge counts, or GitHub when none is.
  package static func issue(_ text: String, beside remote: String?, _ sites: [ForgeSite]) -> IssueReference? {
    guard text.utf8.count <= limit else { return nil }
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    let text = String(rest)
    if let short = short(text) { return reference(short.path, short.number, beside: remote, sites) }
    let page = text.contains("://") ? text : "https://" + text
    guard let found = found(page, sites), let number = found.number else { return nil }
    return IssueReference(found.repository, number)
  }

  private struct Found {
    var site: ForgeSite
    var repository: ForgeRepository
    var number: Int?
  }

  private static func found(_ text: String, _ sites: [ForgeSite]) -> Found? {
    guard text.utf8.count <= limit, let remote = RemoteText(text) else { return nil }
    for site in sites {
      guard let names = below(site, remote), let (path, number) = split(names, site, isPage: !remote.isSSH) else { continue }
      guard let repository = repository(path, site) else { continue }
      return Found(site: site, repository: repository, number: number)
    }
    return nil
  }

  /// The names of the path below the forge's own path; nil: it is another forge's.
  private static func below(_ site: ForgeSite, _ remote: RemoteText) -> [String]? {
    guard let web = RemoteText(site.web, mayBeBare: true) else { return nil }
    if remote.isSSH {
      let hosts = site.sshHosts.isEmpty ? [web.host] : site.sshHosts
      let isHere = hosts.contains { host in
        let (name, port) = RemoteText.hostAndPort(host.lowercased())
        return name == remote.host && (port == nil || port == (remote.port ?? "22"))
      }
      return isHere ? remote.path : nil
    }
    guard remote.host == web.host, remote.portOrUsual == web.portOrUsual, remote.path.starts(with: web.path) else { return nil }
    return Array(remote.path.dropFirst(web.path.count))
  }

  /// The repository's names, and the number of the issue or request when it is a page of one.
  private static func split(_ names: [String], _ site: ForgeSite, isPage: Bool) -> ([String], Int?)? {
    guard names.count >= 2 else { return nil }
    if site.kind == .gitlab {
      if isPage, let dash = names.firstIndex(of: "-") {
        guard dash >= 2 else { return nil }
        return (Array(names[..<dash]), number(Array(names[(dash + 1)...])))
      }
      if isPage, names.count >= 4, let number = number(Array(names.suffix(2))) { return (Array(names.dropLast(2)), number) }
      return (names, nil)
    }
    if !isPage { return names.count == 2 ? (names, nil) : nil }
    return (Array(names.prefix(2)), number(Array(names.dropFirst(2))))
  }

  private static func number(_ names: [String]) -> Int? {
    guard names.count >= 2, ["issues", "pulls", "pull", "merge_requests", "work_items"].contains(names[0]) else { return nil }
    return number(names[1][...])
  }

  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.count <= 9, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text), number > 0
    else {
      return nil
    }
    return number
  }

  private static func repository(_ path: [String], _ site: ForgeSite) -> ForgeRepository? {
    guard path.count >= 2, path.count == 2 || site.kind == .gitlab, path.count <= 21, var name = path.last else { return nil }
    if name.hasSuffix(".git") { name = String(name.dropLast(4)) }
    let owner = path.dropLast()
    guard (owner + [name]).allSatisfy(isName) else { return nil }
    return ForgeRepository(host: site.host, owner: owner.joined(separator: "/"), name: name)
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text != "." && text != ".." && text.utf8.count <= 255 && text.first != "-"
      && !text.unicodeScalars.contains { $0.value < 0x21 || $0.value == 0x7f || $0 == "/" || $0 == "\\" || $0 == "#" || $0 == "?" }
  }

  /// `PATH#12` and, as GitLab calls requests, `PATH!12`.
  private static func short(_ text: String) -> (path: Substring, number: Int)? {
    guard !text.contains("://"), let mark = text.lastIndex(where: { $0 == "#" || $0 == "!" }) else { return nil }
    guard let number = number(text[text.index(after: mark)...]) else { return nil }
    return (text[..<mark], number)
  }

  private static func reference(_ path: Substring, _ number: Int, beside remote: String?, _ sites: [ForgeSite]) -> IssueReference? {
    let here = remote.flatMap { found($0, sites) }
    if path.isEmpty { return here.map { IssueReference($0.repository, number) } }
    var names = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    var site = here?.site
    if names.count > 2, let named = sites.first(where: { $0.host == names[0].lowercased() }) {
      site = named
      names.removeFirst()
    } else if site == nil {
      let configured = sites.filter(\.isConfigured)
      site = configured.count == 1 ? configured[0] : configured.isEmpty ? sites.first { $0.host == "github.com" } : nil
    }
    guard let site, let repository = repository(names, site) else { return nil }
    return IssueReference(repository, number)
  }
}
