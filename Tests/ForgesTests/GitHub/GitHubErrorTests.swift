import Forges
import HTTP
import JSON
import Model
import Secrets
import TestSupport
import Testing

/// What GitHub says no with, each as one sentence of the right kind, and never with the token in it.
struct GitHubErrorTests {
  /// An answer of GitHub's, and what is to be understood.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var status: Int
    var headers: [String: String] = [:]
    var message: String
    var kind: ForgeError.Kind
    var says: String
    var retryAfter: ClosedRange<Double>?
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "wrong token", status: 401, message: "Bad credentials", kind: .refusedToken, says: "refuses the token"),
    Case(
      name: "scope", status: 403, headers: ["X-OAuth-Scopes": "gist, read:user", "X-Accepted-OAuth-Scopes": "repo"],
      message: "Must have admin rights to Repository.", kind: .missingScope, says: "lacks the scope repo"),
    Case(
      name: "scope of a fine-grained token", status: 403, headers: ["X-Accepted-GitHub-Permissions": "pull_requests=write"],
      message: "Resource not accessible by personal access token", kind: .missingScope, says: "pull_requests=write"),
    Case(
      name: "single sign-on", status: 403,
      message: "Resource protected by organization SAML enforcement. You must grant your token access.",
      kind: .missingScope, says: "single sign-on"),
    Case(
      name: "404 that means the scope", status: 404, headers: ["X-OAuth-Scopes": "gist", "X-Accepted-OAuth-Scopes": "repo"],
      message: "Not Found",
      kind: .missingScope, says: "lacks the scope repo"),
    Case(name: "nothing there", status: 404, message: "Not Found", kind: .notFound, says: "there is no such thing"),
    Case(name: "gone", status: 410, message: "This issue was deleted", kind: .notFound, says: "This issue was deleted"),
    Case(name: "archived", status: 403, message: "Repository was archived so is read-only.", kind: .archived, says: "is archived"),
    Case(
      name: "rate limit", status: 403, headers: ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "99999999999"],
      message: "API rate limit exceeded for user ID 1.", kind: .rateLimit, says: "asks to wait", retryAfter: 86_400...86_400),
    Case(
      name: "secondary rate limit", status: 403, headers: ["Retry-After": "30"],
      message: "You have exceeded a secondary rate limit.", kind: .rateLimit, says: "30 seconds", retryAfter: 30...30),
    Case(
      name: "secondary rate limit without a time", status: 429, message: "You have exceeded a secondary rate limit.", kind: .rateLimit,
      says: "60 seconds", retryAfter: 60...60),
    Case(name: "server", status: 502, message: "Server Error", kind: .server, says: "error of its own"),
    Case(name: "too long", status: 422, message: "body is too long (maximum is 65536 characters)", kind: .refused, says: "too long"),
    Case(
      name: "no drafts", status: 422, message: "Draft pull requests are not supported in this repository.", kind: .refused,
      says: "publish it as ready"),
    Case(
      name: "redirect elsewhere", status: 301, headers: ["Location": "https://elsewhere.example/x"], message: "Moved", kind: .notFound,
      says: "sends us on to"),
  ]

  @Test(arguments: cases) func anAnswerIsUnderstood(_ one: Case) async throws {
    let server = try LoopbackServer { request, _, connection in
      if request.path.hasSuffix("/rate_limit") { return connection.answer(200, "{}") }
      let body: JSONValue = ["message": .string(one.message + " canary-token-3f9a1c7b5e"), "documentation_url": "https://docs.github.com"]
      connection.answer(one.status, body.serialized(), headers: ["Content-Type: application/json"] + one.headers.map { "\($0): \($1)" })
    }
    let forge = GitHubForge(
      host: "git.corp", web: server.address, pass: ForgePass(SecretBytes("canary-token-3f9a1c7b5e")), client: HTTPClient(),
      isPlainAllowed: true)
    let repository = ForgeRepository(host: "git.corp", owner: "o", name: "r")
    do {
      _ = try await forge.open(PullRequestText(title: "t", body: "b", head: "h", base: "main"), in: repository)
      Issue.record("it was not refused")
    } catch {
      #expect(error.kind == one.kind, "\(error.text)")
      #expect(error.text.contains(one.says), "\(error.text)")
      #expect(error.text.hasSuffix(".") && !error.text.contains("\n") && !error.text.contains("canary"), "\(error.text)")
      if let retryAfter = one.retryAfter {
        #expect(error.retryAfter.map(retryAfter.contains) == true, "\(String(describing: error.retryAfter))")
      }
    }
    for request in server.requests {
      #expect(!request.path.contains("canary"))
      #expect(
        request.headers["authorization"] == "Bearer canary-token-3f9a1c7b5e" && request.headers["x-github-api-version"] == "2022-11-28")
    }
  }

  @Test func aTokenThatIsNotKnownAnyMoreMayLookLikeNothingThere() async throws {
    let server = try LoopbackServer { request, _, connection in
      connection.answer(
        request.path.hasSuffix("/rate_limit") ? 401 : 404, #"{"message": "Not Found"}"#, headers: ["Content-Type: application/json"])
    }
    let forge = GitHubForge(
      host: "git.corp", web: server.address, pass: ForgePass(SecretBytes("canary-token")), client: HTTPClient(), isPlainAllowed: true)
    await #expect(throws: ForgeError.self) { try await forge.facts(ForgeRepository(host: "git.corp", owner: "o", name: "r")) }
    do { _ = try await forge.facts(ForgeRepository(host: "git.corp", owner: "o", name: "r")) } catch {
      #expect(error.kind == .refusedToken)
    }
  }

  @Test func againstTheForgeForTests() async throws {
    try await ForgeServer.use(faces: ["github"]) { server in
      try await server.prepare(token: ForgeServer.canary)
      try await server.at("issue", "ops/tools", ["title": "One"])
      let place = server.repository()
      func kind(_ token: String?, writes: Bool = false) async -> ForgeError? {
        await server.failure { () throws(ForgeError) in
          let forge = server.github(token)
          if writes {
            _ = try await forge.comment("x", on: IssueReference(place, 1))
          } else {
            _ = try await forge.issue(IssueReference(place, 1))
          }
        }
      }
      #expect(await kind(ForgeServer.canary) == nil)
      #expect(try await server.github().standing() == ForgeStanding(login: "ann", version: "3.16.2", scopes: ["repo"]))
      #expect(await kind("canary-of-nobody")?.kind == .refusedToken)
      #expect(await kind(nil)?.kind == .notFound)
      try await server.control("token", ["token": "canary-gist", "scopes": ["gist"]])
      let scope = await kind("canary-gist")
      #expect(scope?.kind == .missingScope && scope?.text.contains("scope repo") == true)
      try await server.control("token", ["token": "canary-fine", "scopes": ["fine", "issues=read"]])
      #expect(await kind("canary-fine") == nil)
      let fine = await kind("canary-fine", writes: true)
      #expect(fine?.kind == .missingScope && fine?.text.contains("issues=write") == true)
      try await server.at("change", "ops/tools", ["archived": true])
      #expect(await kind(ForgeServer.canary) == nil)
      #expect(await kind(ForgeServer.canary, writes: true)?.kind == .archived)
      #expect(try await server.github().facts(place).isArchived)
      try await server.control("fault", ["kind": "html"])
      #expect(await kind(ForgeServer.canary)?.kind == .notUnderstood)
      try await server.control("fault", ["kind": "half"])
      #expect(await kind(ForgeServer.canary)?.kind == .notUnderstood)
      try await server.control("fault", ["kind": "cut"])
      #expect(await kind(ForgeServer.canary)?.kind == .unreachable)
      // The authority that signed the certificate is not one of the system's.
      let stranger = GitHubForge(
        host: server.host, web: server.web, pass: ForgePass(SecretBytes(ForgeServer.canary)), client: HTTPClient(certificates: nil))
      let error = await server.failure { () throws(ForgeError) in _ = try await stranger.login() }
      #expect(error?.kind == .unreachable && error?.text.contains("ca_file") == true)
      try await server.control("expire", ["token": .string(ForgeServer.canary)])
      #expect(await kind(ForgeServer.canary)?.kind == .refusedToken)
    }
  }
}
