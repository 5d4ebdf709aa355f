package import HTTP
import JSON
package import Model

/// GitLab over REST v4. Projects are named by their whole path as one part of the URL; drafts are told by their title; labels are made by GitLab itself as they are
/// set. Source: “REST API” and its resources, docs.gitlab.com.
package struct GitLabForge: Forge {
  /// Elements of a page.
  static let pageSize = 50
  /// How the query calls it.
  static let sizeName = "per_page"
  /// So many comments of one conversation are read.
  static let commentLimit = 1000

  package let kind = ForgeKind.gitlab
  package var host: String { transport.host }

  let transport: ForgeTransport

  /// A forge.
  /// - Parameter web: where people find it, with its path: `https://git.lab/gitlab`.
  package init(
    host: String, web: String, pass: ForgePass, client: HTTPClient, brake: ForgeBrake = ForgeBrake(), isPlainAllowed: Bool = false,
    seconds: Double = 60
  ) {
    // Tokens of persons, groups and projects are taken as `Bearer` as well as by `PRIVATE-TOKEN`, those of a login (OAuth) as `Bearer` only.
    transport = ForgeTransport(
      host: host, root: Self.apiRoot(web), pass: pass, authorization: .bearer, client: client, brake: brake, isPlainAllowed: isPlainAllowed,
      seconds: seconds)
  }

  /// The root of the API of a host, without a slash at its end.
  static func apiRoot(_ web: String) -> String {
    let web = web.hasSuffix("/") ? String(web.dropLast()) : web
    return web.hasSuffix("/api/v4") ? web : "\(web)/api/v4"
  }

  package func login() async throws(ForgeError) -> String {
    let call = ForgeCall(["user"], doing: "Asking \(host) whom the token belongs to")
    return try found(try await send(call).body["username"]?.string, call, "a user has a name")
  }

  /// What a token may do is told for tokens of persons, groups and projects, not for those of a login.
  package func standing() async throws(ForgeError) -> ForgeStanding {
    var standing = ForgeStanding(login: try await login())
    let version = try? await transport.send(ForgeCall(["version"], doing: "Asking \(host) for its version")).body["version"]?.string
    standing.version = version.map { ForgeWords.clean($0) }
    let token = try? await transport.send(ForgeCall(["personal_access_tokens", "self"], doing: "Asking \(host) what the token may do"))
    standing.scopes = token?.body["scopes"]?.array?.compactMap { $0.string.map { ForgeWords.clean($0) } }
    return standing
  }

  package func facts(_ repository: ForgeRepository) async throws(ForgeError) -> ForgeRepositoryFacts {
    let call = ForgeCall(place(repository), doing: "Looking at \(repository.path)")
    var facts = try found(GitLabDecoder.facts(try await send(call).body, host: repository.host), call, "a project was expected")
    if facts.repository.path.lowercased() == repository.path.lowercased() { facts.repository = repository }
    return facts
  }

  /// Jobs and outside statuses one by one, and pipelines that have none.
  package func checks(_ repository: ForgeRepository, commit: String) async throws(ForgeError) -> [CICheck] {
    let doing = "Reading the checks of \(commit.prefix(12)) in \(repository.path)"
    let jobs = try await all(
      ForgeCall(place(repository) + ["repository", "commits", commit, "statuses"], doing: doing), limit: Self.commentLimit)
    let pipelines = try await all(ForgeCall(place(repository) + ["pipelines"], doing: doing, query: [("sha", commit)]), limit: 100)
    let known = Set(jobs.compactMap(GitLabDecoder.pipeline(of:)))
    let empty = pipelines.filter { pipeline in GitLabDecoder.identifier(pipeline).map { !known.contains($0) } ?? false }
    return jobs.compactMap(GitLabDecoder.status) + empty.compactMap(GitLabDecoder.pipeline)
  }

  // MARK: Calls

  /// Makes a call. What was not found is looked at twice, since a private project looks the same to a token that is not known any more; and so is what is forbidden,
  /// since an archived project says no more than that.
  func send(_ call: ForgeCall) async throws(ForgeError) -> ForgeAnswer {
    do throws(ForgeError) { return try await transport.send(call) } catch {
      switch error.kind {
      case .notFound where call.path != ["user"]:
        let probe = ForgeCall(["user"], doing: call.doing, wanted: .nothing)
        do throws(ForgeError) { _ = try await transport.send(probe) } catch { if error.kind == .refusedToken { throw error } }
        throw error
      case .missingScope where call.method != "GET" && !error.text.contains("lacks the scope"):
        throw await archived(call) ?? error
      default: throw GitLabRefusal.explained(error)
      }
    }
  }

  /// All elements of a list, up to so many.
  func all(_ call: ForgeCall, limit: Int) async throws(ForgeError) -> [JSONValue] {
    var all: [JSONValue] = []
    var page: Int? = 1
    while let number = page, all.count < limit {
      let next = try await self.page(call, number, size: 100)
      all += next.elements
      page = next.next
    }
    return Array(all.prefix(limit))
  }

  /// One page of a list.
  func page(_ call: ForgeCall, _ number: Int, size: Int = pageSize) async throws(ForgeError) -> Page<JSONValue> {
    var call = call
    call.query += [("page", String(max(1, number))), (Self.sizeName, String(size))]
    let answer = try await send(call)
    let elements = try found(answer.body.array, call, "a list was expected")
    return Page(elements, next: answer.next(after: max(1, number), size: size, count: elements.count))
  }

  /// A project, and what is in it.
  func place(_ repository: ForgeRepository) -> [String] { ["projects", repository.path] }

  /// What was decoded, or that it could not be.
  func found<Value>(_ value: Value?, _ call: ForgeCall, _ what: String) throws(ForgeError) -> Value {
    guard let value else { throw transport.unreadable(call, what) }
    return value
  }

  private func archived(_ call: ForgeCall) async -> ForgeError? {
    guard call.path.count > 2, call.path[0] == "projects" else { return nil }
    let answer = try? await transport.send(ForgeCall(Array(call.path.prefix(2)), doing: call.doing))
    guard answer?.body["archived"]?.bool == true else { return nil }
    return ForgeError(
      .archived, "\(call.doing): the repository is archived on \(host), so that nothing in it can be changed; unarchive it there.")
  }
}
