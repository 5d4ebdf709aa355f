package import HTTP
import JSON
package import Model

/// GitHub and GitHub Enterprise over REST (version 2022-11-28), and over GraphQL for what REST cannot do: whether a thread is resolved, marking as ready. Source:
/// “GitHub REST API documentation” and “GraphQL API”, docs.github.com.
package struct GitHubForge: Forge {
  /// Header fields of every call: which API is meant.
  static let fields = [HTTPField("Accept", "application/vnd.github+json"), HTTPField("X-GitHub-Api-Version", "2022-11-28")]
  /// Elements of a page.
  static let pageSize = 50
  /// So many comments of one conversation are read.
  static let commentLimit = 1000

  package let kind = ForgeKind.github
  package var host: String { transport.host }

  let transport: ForgeTransport
  /// GraphQL: beside the REST API.
  private let graphs: ForgeTransport

  /// A forge.
  /// - Parameter web: where people find it: `https://github.com`, `https://github.example`.
  package init(
    host: String, web: String, pass: ForgePass, client: HTTPClient, brake: ForgeBrake = ForgeBrake(), isPlainAllowed: Bool = false,
    seconds: Double = 60
  ) {
    let root = Self.apiRoot(web)
    func transport(_ root: String) -> ForgeTransport {
      ForgeTransport(
        host: host, root: root, pass: pass, authorization: .bearer,
        fields: Self.fields, client: client, brake: brake, isPlainAllowed: isPlainAllowed, seconds: seconds)
    }
    self.transport = transport(root)
    graphs = transport(root.hasSuffix("/api/v3") ? String(root.dropLast(3)) : root)
  }

  /// The root of the REST API of a host, without a slash at its end: GitHub's own stands on a name of its own, GitHub Enterprise's on the host's.
  /// - Parameter url: `https://github.example`.
  static func apiRoot(_ url: String) -> String {
    let url = url.hasSuffix("/") ? String(url.dropLast()) : url
    switch url.lowercased() {
    case "https://github.com", "https://www.github.com": return "https://api.github.com"
    case let name where name.hasPrefix("https://") && name.hasSuffix(".ghe.com") && !name.dropFirst(8).hasPrefix("api."):
      return "https://api.\(name.dropFirst(8))"
    case "https://api.github.com": return url
    case let name where name.hasSuffix("/api/v3"): return url
    default: return "\(url)/api/v3"
    }
  }

  package func login() async throws(ForgeError) -> String { try await standing().login }

  /// Classic tokens' scopes are told with every answer; fine-grained ones' and an App's rights are not.
  package func standing() async throws(ForgeError) -> ForgeStanding {
    let call = ForgeCall(["user"], doing: "Asking \(host) whom the token belongs to")
    do throws(ForgeError) {
      let answer = try await send(call)
      let scopes = answer.head.headers["x-oauth-scopes"]?.split(whereSeparator: { $0 == "," || $0 == " " })
      return ForgeStanding(
        login: try found(answer.body["login"]?.string, call, "a user has a login"),
        version: answer.head.headers["x-github-enterprise-version"].map { ForgeWords.clean($0) },
        scopes: scopes?.map { ForgeWords.clean(String($0)) })
    } catch {
      // An installation of an app is no user, but writes as one.
      guard error.kind == .missingScope, let login = try await viewer() else { throw error }
      return ForgeStanding(login: login)
    }
  }

  package func facts(_ repository: ForgeRepository) async throws(ForgeError) -> ForgeRepositoryFacts {
    let call = ForgeCall(place(repository), doing: "Looking up \(repository.path)")
    var facts = try found(GitHubDecoder.facts(try await send(call).body, host: repository.host), call, "a repository was expected")
    if facts.repository.path.lowercased() == repository.path.lowercased() { facts.repository = repository }
    return facts
  }

  package func checks(_ repository: ForgeRepository, commit: String) async throws(ForgeError) -> [CICheck] {
    let doing = "Reading the checks of \(repository.path)"
    let commits = place(repository) + ["commits", commit]
    var runs: [CICheck]
    do throws(ForgeError) {
      runs = try await list(ForgeCall(commits + ["check-runs"], doing: doing), "check_runs").compactMap(GitHubDecoder.checkRun)
    } catch {
      // Fine-grained tokens cannot be given the right to read check runs; the runs of workflows are most of them.
      guard error.kind == .missingScope else { throw error }
      let call = ForgeCall(place(repository) + ["actions", "runs"], doing: doing, query: [("head_sha", commit)])
      do throws(ForgeError) { runs = try await list(call, "workflow_runs").compactMap(GitHubDecoder.workflowRun) } catch _ { throw error }
    }
    let statuses = try await list(ForgeCall(commits + ["status"], doing: doing), "statuses")
    return runs + statuses.compactMap(GitHubDecoder.status)
  }

  // MARK: Calls

  /// Makes a call. What was not found is looked at twice: a forge that does not know the token any more says the same.
  func send(_ call: ForgeCall) async throws(ForgeError) -> ForgeAnswer {
    do throws(ForgeError) { return try await transport.send(call) } catch {
      guard error.kind == .notFound else { throw GitHubRefusal.explained(error) }
      let probe = ForgeCall(["rate_limit"], doing: call.doing, wanted: .nothing)
      do throws(ForgeError) { _ = try await transport.send(probe) } catch { if error.kind == .refusedToken { throw error } }
      throw error
    }
  }

  /// All elements of a list that stands in an object.
  func list(_ call: ForgeCall, _ key: String) async throws(ForgeError) -> [JSONValue] {
    var all: [JSONValue] = []
    var page: Int? = 1
    while let number = page, all.count < Self.commentLimit {
      var next = call
      next.query += [("per_page", "100"), ("page", String(number))]
      let answer = try await send(next)
      let elements = try found(answer.body[key]?.array, call, "a list of \(key) was expected")
      all += elements
      page = answer.next(after: number, size: 100, count: elements.count)
    }
    return all
  }

  /// All elements of a list, up to `commentLimit`.
  func list(_ call: ForgeCall) async throws(ForgeError) -> [JSONValue] {
    var all: [JSONValue] = []
    var page: Int? = 1
    while let number = page, all.count < Self.commentLimit {
      let next = try await self.page(call, number, size: 100)
      all += next.elements
      page = next.next
    }
    return all
  }

  /// One page of a list.
  func page(_ call: ForgeCall, _ number: Int, size: Int = pageSize) async throws(ForgeError) -> Page<JSONValue> {
    var call = call
    call.query += [("per_page", String(size)), ("page", String(max(1, number)))]
    let answer = try await send(call)
    let elements = try found(answer.body.array, call, "a list was expected")
    return Page(elements, next: answer.next(after: max(1, number), size: size, count: elements.count))
  }

  /// A question to GraphQL, which answers failures with the status 200.
  func graph(_ text: String, _ variables: JSONObject, doing: String) async throws(ForgeError) -> JSONValue {
    let call = ForgeCall("POST", ["graphql"], doing: doing, body: ["query": .string(text), "variables": .object(variables)])
    let answer: ForgeAnswer
    do throws(ForgeError) { answer = try await graphs.send(call) } catch { throw GitHubRefusal.explained(error) }
    if let errors = answer.body["errors"]?.array, !errors.isEmpty { throw GitHubRefusal.ofGraph(errors, doing: doing, host: host) }
    return answer.body
  }

  func place(_ repository: ForgeRepository) -> [String] { ["repos", repository.owner, repository.name] }

  /// What was decoded, or that it could not be.
  func found<Value>(_ value: Value?, _ call: ForgeCall, _ what: String) throws(ForgeError) -> Value {
    guard let value else { throw transport.unreadable(call, what) }
    return value
  }

  /// The login under which an app's installation writes: GraphQL knows it.
  private func viewer() async throws(ForgeError) -> String? {
    let answer = try await graph("query { viewer { login } }", JSONObject(), doing: "Asking \(host) whose token this is")
    return answer["data"]?["viewer"]?["login"]?.string
  }
}
