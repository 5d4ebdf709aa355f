package import HTTP
import JSON
package import Model

/// Gitea and Forgejo, by the API that both answer (`/api/v1`, Gitea's swagger description). A request that is not ready has `WIP: ` before its title, by which the
/// forge knows it as a draft; labels go by numbers there, so their names are looked up, and made when the repository has none by that name.
package struct GiteaForge: Forge {
  package let kind: ForgeKind
  package var host: String { transport.host }

  let transport: ForgeTransport

  /// Elements of a page: no installation gives fewer than it was asked for without saying so in `Link` (`MAX_RESPONSE_ITEMS`).
  static let pageSize = 50
  /// How the query calls it.
  static let sizeName = "limit"

  /// A forge.
  /// - Parameters:
  ///   - kind: `gitea` or `forgejo`; both are spoken to alike.
  ///   - web: where people find it, with its path: `https://git.lab/git`.
  package init(
    kind: ForgeKind = .gitea, host: String, web: String, pass: ForgePass, client: HTTPClient, brake: ForgeBrake = ForgeBrake(),
    isPlainAllowed: Bool = false, seconds: Double = 60
  ) {
    self.kind = kind
    let web = web.hasSuffix("/") ? String(web.dropLast()) : web
    transport = ForgeTransport(
      host: host, root: web + "/api/v1", pass: pass, authorization: .token, client: client, brake: brake, isPlainAllowed: isPlainAllowed,
      seconds: seconds)
  }

  package func login() async throws(ForgeError) -> String {
    let call = ForgeCall(["user"], doing: "Asking \(host) whom the token belongs to")
    guard let login = try await transport.send(call).body["login"]?.string else {
      throw transport.unreadable(call, "a user without a login")
    }
    return login
  }

  /// Its version too; what a token may do is told to nobody but who asks with a password.
  package func standing() async throws(ForgeError) -> ForgeStanding {
    let login = try await login()
    let version = try? await transport.send(ForgeCall(["version"], doing: "Asking \(host) for its version")).body["version"]?.string
    return ForgeStanding(login: login, version: version.map { ForgeWords.clean($0) })
  }

  package func facts(_ repository: ForgeRepository) async throws(ForgeError) -> ForgeRepositoryFacts {
    let call = ForgeCall(path(repository), doing: "Looking at \(repository.path)")
    let body = try await transport.send(call).body
    guard let name = body["full_name"]?.string, let slash = name.firstIndex(of: "/"), let branch = body["default_branch"]?.string else {
      throw transport.unreadable(call, "a repository without full_name or default_branch")
    }
    let found = ForgeRepository(
      host: repository.host, owner: String(name[..<slash]), name: String(name[name.index(after: slash)...]))
    let isSame = found.path.lowercased() == repository.path.lowercased()
    return ForgeRepositoryFacts(
      repository: isSame ? repository : found, defaultBranch: branch, isArchived: body["archived"]?.bool ?? false,
      canPush: body["permissions"]?["push"]?.bool ?? false, cloneURL: body["clone_url"]?.string ?? "")
  }

  /// The path of a repository's part of the API.
  func path(_ repository: ForgeRepository, _ rest: String...) -> [String] { ["repos", repository.owner, repository.name] + rest }
}
