import Forges
import HTTP
import JSON
import Model
import Platform
import Secrets
import Synchronization
import TestSupport
import Testing

/// What becomes of answers that are none, over real connections.
@Suite struct ForgeTransportTests {
  static let canary = "canary-0123456789abcdef"

  static func transport(
    _ address: String, pass: ForgePass = ForgePass(SecretBytes(canary)), brake: ForgeBrake = ForgeBrake(), plain: Bool = true,
    seconds: Double = 60
  ) -> ForgeTransport {
    ForgeTransport(
      host: "git.lab", root: address + "/git/api/v1", pass: pass, authorization: .token, client: HTTPClient(), brake: brake,
      isPlainAllowed: plain,
      seconds: seconds, now: { Timestamp(rfc3339: "2026-11-21T12:00:00Z") ?? Timestamp(milliseconds: 0) })
  }

  static let call = ForgeCall(["repos", "ops", "tools", "issues", "12"], doing: "Reading issue ops/tools#12")

  static func failure(of transport: ForgeTransport, _ call: ForgeCall = ForgeTransportTests.call) async -> ForgeError? {
    do throws(ForgeError) {
      _ = try await transport.send(call)
      return nil
    } catch {
      #expect(!error.text.contains(canary))
      #expect(error.text.hasPrefix(call.doing + ": "))
      #expect(!error.text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f })
      return error
    }
  }

  /// An answer, what becomes of it, and words that its sentence has.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var status: Int
    var body = ""
    var headers: [String] = []
    var kind: ForgeError.Kind
    var words: [String]
    var wait: Double?
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "expired token", status: 401, body: #"{"message":"token is expired \#(canary)"}"#, kind: .refusedToken,
      words: ["401", "expired", "[[forge]]"]),
    Case(
      name: "Gitea's missing scope", status: 403,
      body: #"{"message":"token does not have at least one of required scope(s), required=[write:issue], token scope=read:issue"}"#,
      kind: .missingScope, words: ["lacks the scope write:issue"]),
    Case(
      name: "Forgejo's missing scope", status: 403,
      body: #"{"message":"token does not have at least one of required scope(s): [read:repository read:issue]"}"#, kind: .missingScope,
      words: ["lacks the scope read:repository and read:issue"]),
    Case(
      name: "GitHub's missing scope", status: 403, body: #"{"message":"Resource not accessible"}"#,
      headers: ["X-OAuth-Scopes: read:org", "X-Accepted-OAuth-Scopes: public_repo, repo"], kind: .missingScope,
      words: ["lacks the scope public_repo or repo"]),
    Case(
      name: "GitHub's missing permission", status: 403, body: #"{"message":"Resource not accessible by personal access token"}"#,
      headers: ["X-Accepted-GitHub-Permissions: issues=write"], kind: .missingScope, words: ["issues=write"]),
    Case(
      name: "GitLab's missing scope", status: 403,
      body: #"{"error":"insufficient_scope","error_description":"higher privileges","scope":"api"}"#,
      kind: .missingScope, words: ["lacks the scope api"]),
    Case(
      name: "no right", status: 403, body: #"{"message":"user should be an owner"}"#, kind: .missingScope,
      words: ["may not do this", "owner"]),
    Case(
      name: "protected branch", status: 403, body: #"{"message":"branch main is protected"}"#, kind: .refused,
      words: ["protects", "another base"]),
    Case(
      name: "nothing there, or nothing to see", status: 404, body: #"{"message":"not found"}"#, kind: .notFound,
      words: ["no such thing", "may not see it"]),
    Case(name: "archived", status: 423, body: #"{"message":"ops/tools is archived"}"#, kind: .archived, words: ["archived", "unarchive"]),
    Case(
      name: "GitHub's archived", status: 403, body: #"{"message":"Repository was archived so is read-only."}"#, kind: .archived,
      words: ["archived"]),
    Case(
      name: "open already", status: 409, body: #"{"message":"pull request already exists for these targets [id: 4]"}"#, kind: .refused,
      words: ["already exists", "409"]),
    Case(
      name: "GitHub's list of errors", status: 422,
      body:
        #"{"message":"Validation Failed","errors":[{"resource":"PullRequest","code":"custom","message":"A pull request already exists for ann:x."}]}"#,
      kind: .refused, words: ["Validation Failed; A pull request already exists for ann:x."]),
    Case(
      name: "GitLab's table of errors", status: 400, body: #"{"message":{"title":["can't be blank"]}}"#, kind: .refused,
      words: ["title can't be blank"]),
    Case(name: "asked to wait", status: 429, headers: ["Retry-After: 17"], kind: .rateLimit, words: ["17 seconds"], wait: 17),
    Case(
      name: "asked to wait until a date", status: 429, headers: ["Retry-After: Sat, 21 Nov 2026 12:02:00 GMT"], kind: .rateLimit,
      words: ["120 seconds"],
      wait: 120),
    Case(
      name: "spent", status: 403, body: #"{"message":"API rate limit exceeded"}"#,
      headers: ["X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 1795262460"], kind: .rateLimit, words: ["60 seconds"], wait: 60),
    Case(
      name: "secondary limit", status: 403, body: #"{"message":"You have exceeded a secondary rate limit"}"#, kind: .rateLimit,
      words: ["60 seconds"], wait: 60),
    Case(name: "absurd wait", status: 429, headers: ["Retry-After: 1e300"], kind: .rateLimit, words: ["86400"], wait: 86_400),
    Case(name: "no number", status: 429, headers: ["Retry-After: nan"], kind: .rateLimit, words: ["60"], wait: 60),
    Case(name: "its own error", status: 500, body: #"{"message":"boom"}"#, kind: .server, words: ["error of its own", "boom"]),
    Case(
      name: "down for repair", status: 503, body: "<html>sorry</html>", headers: ["Retry-After: 5"], kind: .server, words: ["503"], wait: 5),
    Case(
      name: "a web page", status: 200, body: "<!DOCTYPE html><title>Sign in</title>", headers: ["Content-Type: text/html"],
      kind: .notUnderstood,
      words: ["web page", "login page"]),
    Case(name: "a web page for nothing", status: 404, body: "<html></html>", kind: .notUnderstood, words: ["web page", "url"]),
    Case(name: "half of an answer", status: 200, body: #"[{"number": 1, "title": "hal"#, kind: .notUnderstood, words: ["no whole JSON"]),
    Case(name: "nothing", status: 200, kind: .notUnderstood, words: ["nothing in it"]),
    Case(
      name: "sent elsewhere", status: 302, headers: ["Location: https://login.example/?token=x"], kind: .notFound,
      words: ["https://login.example/", "renamed"]),
    Case(name: "hostile words", status: 422, body: "{\"message\":\"a\\u001b[31mb\\u202ec\\nd\"}", kind: .refused, words: ["“a [31mbc d”"]),
    Case(name: "a strange status", status: 299 + 300, kind: .server, words: ["599"]),
  ]

  @Test("an answer that is none becomes one sentence of its kind, without the token", arguments: cases)
  func complaints(_ one: Case) async throws {
    let server = try LoopbackServer { _, _, connection in connection.answer(one.status, one.body, headers: one.headers) }
    let error = try #require(await Self.failure(of: Self.transport(server.address)))
    #expect(error.kind == one.kind, "\(error.text)")
    for word in one.words { #expect(error.text.contains(word), "\(error.text)") }
    #expect(error.retryAfter == one.wait)
    #expect(!server.requests.contains { $0.path.contains(Self.canary) })
  }

  @Test("without a token a refusal says that none is configured")
  func noToken() async throws {
    for status in [401, 403] {
      let server = try LoopbackServer { _, _, connection in connection.answer(status, "{}") }
      let error = await Self.failure(of: Self.transport(server.address, pass: ForgePass(nil)))
      #expect(error?.kind == .noToken)
      #expect(server.requests.allSatisfy { $0.headers["authorization"] == nil })
    }
  }

  @Test("the token goes into its header alone, below the path prefix, with everything encoded")
  func requests() async throws {
    let server = try LoopbackServer { _, _, connection in connection.answer(200, "{}") }
    let transport = Self.transport(server.address)
    var call = ForgeCall("POST", ["repos", "o/../x", "..", "b r"], doing: "Trying", query: [("q", "a&b=ü")], body: ["text": "\u{1b}"])
    call.fields = [HTTPField("accept", "application/x")]
    _ = try await transport.send(call)
    let request = try #require(server.requests.first)
    #expect(request.path == "/git/api/v1/repos/o%2F..%2Fx/%2E%2E/b%20r?q=a%26b%3D%C3%BC")
    #expect(request.headers["authorization"] == "token \(Self.canary)")
    #expect(request.headers["accept"] == "application/x")
    #expect(request.text == #"{"text":"\u001b"}"#)
  }

  @Test("a refused token is asked for afresh once, and the call done once more with another one only")
  func renewal() async throws {
    let server = try LoopbackServer { request, _, connection in
      let isNew = request.headers["authorization"] == "token new-token-0001"
      connection.answer(isNew ? 200 : 401, isNew ? "{}" : #"{"message":"expired"}"#)
    }
    let asked = Mutex<[Bool]>([])
    let pass = ForgePass { fresh throws(ForgeError) in
      asked.withLock { $0.append(fresh) }
      return SecretBytes(fresh ? "new-token-0001" : "old-token-0001")
    }
    _ = try await Self.transport(server.address, pass: pass).send(Self.call)
    #expect(asked.withLock { $0 } == [false, true])
    #expect(server.requests.count == 2)
    let stubborn = ForgePass { _ throws(ForgeError) in SecretBytes("old-token-0001") }
    #expect(await Self.failure(of: Self.transport(server.address, pass: stubborn))?.kind == .refusedToken)
    #expect(server.requests.count == 3)
  }

  @Test("while a forge asks to wait it is not asked again")
  func waiting() async throws {
    let server = try LoopbackServer { _, _, connection in connection.answer(429, "", headers: ["Retry-After: 30"]) }
    let time = Mutex(100.0)
    let brake = ForgeBrake(uptime: { time.withLock { $0 } })
    let transport = Self.transport(server.address, brake: brake)
    #expect(await Self.failure(of: transport)?.retryAfter == 30)
    time.withLock { $0 = 110 }
    #expect(await Self.failure(of: transport)?.retryAfter == 20)
    #expect(server.requests.count == 1)
    time.withLock { $0 = 131 }
    #expect(await Self.failure(of: transport)?.kind == .rateLimit)
    #expect(server.requests.count == 2)
  }

  @Test("plain http is refused unless it is allowed, before anything is sent")
  func plainHTTP() async throws {
    let server = try LoopbackServer { _, _, connection in connection.answer(200, "{}") }
    let error = try #require(await Self.failure(of: Self.transport(server.address, plain: false)))
    #expect(error.text.contains("insecure_http"))
    #expect(server.requests.isEmpty)
  }

  @Test("a forge that is down, silent or cut off says so")
  func unreachable() async throws {
    // No other test's server gets this one.
    #expect(await Self.failure(of: Self.transport("http://127.0.0.1:1"))?.kind == .unreachable)
    let silent = try LoopbackServer(connections: { connection in
      _ = connection.request()
      connection.waitForClose()
    })
    let slow = try #require(await Self.failure(of: Self.transport(silent.address, seconds: 0.2)))
    #expect(slow.kind == .unreachable && slow.text.contains("did not answer within"))
    let cut = try LoopbackServer(connections: { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{")
    })
    #expect(await Self.failure(of: Self.transport(cut.address))?.kind == .unreachable)
  }

  @Test("pages go on by Link, by the total, or while they are full")
  func pages() throws {
    func next(_ headers: [String: String], page: Int = 1, count: Int = 50) -> Int? {
      ForgeAnswer(head: HTTPHead(status: 200, headers: headers), body: .null).next(after: page, size: 50, count: count)
    }
    #expect(next(["link": "<https://x/?page=2>; rel=\"next\",<https://x/?page=9>; rel=\"last\""]) == 2)
    #expect(next(["link": "<https://x/?page=1>; rel=\"prev\"", "x-total-count": "900"]) == nil)
    #expect(next(["x-total-count": "51"]) == 2)
    #expect(next(["x-total-count": "100"], page: 2) == nil)
    #expect(next(["x-next-page": "3"], page: 2) == 3)
    #expect(next(["x-next-page": ""], page: 2) == nil)
    #expect(next([:]) == 2)
    #expect(next([:], count: 49) == nil)
    #expect(next(["x-total-count": "99999999"], count: 0) == nil)
    #expect(next(["link": "<x>; rel=next"], page: ForgeTransport.pageLimit) == nil)
  }

  @Test("moments are read, and what is none is not")
  func moments() {
    #expect(Timestamp(rfc3339: "2026-11-02T09:30:00.25+01:30")?.milliseconds == 1_793_606_400_250)
    #expect(Timestamp(rfc3339: "1970-01-01T00:00:00Z")?.milliseconds == 0)
    #expect(Timestamp(rfc3339: "2024-02-29T23:59:59-00:00")?.description == "2024-02-29T23:59:59Z")
    for text in ["", "2026-11-02", "2026-13-02T09:30:00Z", "2026-11-02T09:30:00", "2026-11-02T09:30:00+1:00", "x026-11-02T09:30:00Z"] {
      #expect(Timestamp(rfc3339: text) == nil)
    }
    #expect(Timestamp(httpDate: "Sat, 21 Nov 2026 12:02:00 GMT")?.description == "2026-11-21T12:02:00Z")
  }
}
