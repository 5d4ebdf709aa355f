import Forges
import HTTP
import Model
import Secrets
import TestSupport
import Testing

/// What GitLab says no with, in the several forms that it has for it; each as one sentence of the right kind, and never with the token in it.
struct GitLabErrorTests {
  /// An answer of GitLab's, and what is to be understood.
  struct Case: Sendable, CustomTestStringConvertible {
    var status: Int
    var body: String
    var headers: [String] = []
    var kind: ForgeError.Kind
    var says: String
    var testDescription: String { "\(status) \(says)" }
  }

  static let cases = [
    Case(status: 401, body: #"{"message": "401 Unauthorized"}"#, kind: .refusedToken, says: "refuses the token"),
    Case(
      status: 401, body: #"{"error": "invalid_token", "error_description": "Token was revoked. You have to re-authorize from the user."}"#,
      kind: .refusedToken, says: "Token was revoked"),
    Case(
      status: 403, body: #"{"error": "insufficient_scope", "error_description": "more", "scope": "api"}"#, kind: .missingScope,
      says: "lacks the scope api"
    ),
    Case(status: 403, body: #"{"message": "403 Forbidden"}"#, kind: .missingScope, says: "may not do this"),
    Case(status: 404, body: #"{"message": "404 Project Not Found"}"#, kind: .notFound, says: "there is no such thing"),
    Case(
      status: 400, body: #"{"message": {"title": ["is too long (maximum is 255 characters)"]}}"#, kind: .refused,
      says: "title is too long (maximum is 255 characters)"),
    Case(status: 400, body: #"{"error": "target_branch is missing"}"#, kind: .refused, says: "such a base branch"),
    Case(
      status: 409, body: #"{"message": ["Another open merge request already exists for this source branch: !5"]}"#, kind: .refused,
      says: "look at it first"),
    Case(status: 413, body: "Too large", kind: .refused, says: "too long"),
    Case(status: 429, body: "Retry later\n", headers: ["Retry-After: 12"], kind: .rateLimit, says: "12 seconds"),
    Case(
      status: 429, body: #"{"message": {"error": "This endpoint has been requested too many times. Try again later."}}"#, kind: .rateLimit,
      says: "60 seconds"),
    Case(status: 502, body: "<html>Bad gateway</html>", headers: ["Content-Type: text/html"], kind: .server, says: "error of its own"),
    Case(status: 302, body: "", headers: ["Location: https://git.corp/users/sign_in"], kind: .notFound, says: "sends us on to"),
    Case(
      status: 200, body: "<!DOCTYPE html><html>Sign in</html>", headers: ["Content-Type: text/html"], kind: .notUnderstood, says: "web page"
    ),
    Case(status: 200, body: #"{"iid": 1, "title": "#, kind: .notUnderstood, says: "no whole JSON"),
    Case(status: 200, body: #"{"iid": "one"}"#, kind: .notUnderstood, says: "a form that its API does not have"),
  ]

  @Test(arguments: cases) func anAnswerIsUnderstood(_ one: Case) async throws {
    let server = try LoopbackServer { request, _, connection in
      if request.path.hasSuffix("/api/v4/user") { return connection.answer(200, #"{"username": "ann"}"#) }
      if request.method == "GET" { return connection.answer(200, #"{"archived": false}"#) }
      connection.answer(one.status, one.body, headers: one.headers)
    }
    let forge = GitLabForge(
      host: "git.corp", web: server.address, pass: ForgePass(SecretBytes("canary-token-3f9a1c7b5e")), client: HTTPClient(),
      isPlainAllowed: true)
    do {
      _ = try await forge.open(
        PullRequestText(title: "t", body: "b", head: "h", base: "main"), in: ForgeRepository(host: "git.corp", owner: "a/b", name: "c"))
      Issue.record("it was not refused")
    } catch {
      #expect(error.kind == one.kind, "\(error.text)")
      #expect(error.text.contains(one.says), "\(error.text)")
      #expect(error.text.hasSuffix(".") && !error.text.contains("\n") && !error.text.contains("canary"), "\(error.text)")
    }
    #expect(server.requests.first?.path == "/api/v4/projects/a%2Fb%2Fc/merge_requests")
    #expect(server.requests.allSatisfy { !$0.path.contains("canary") && $0.headers["authorization"] == "Bearer canary-token-3f9a1c7b5e" })
  }
}
