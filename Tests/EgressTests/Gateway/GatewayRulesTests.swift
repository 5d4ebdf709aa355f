import HTTP
import Model
import Testing

@testable import Egress

@Suite("the gateway's rules")
struct GatewayRulesTests {
  private func head(_ path: String, _ fields: String...) throws -> GatewayHead {
    let text = (["POST \(path) HTTP/1.1", "Host: localhost"] + fields).joined(separator: "\r\n")
    return try GatewayHead(reading: Array(text.utf8)[...])
  }

  @Test("a dummy has the shape of the key, 256 random bits and nothing of it") func dummies() {
    for (real, shape) in [
      ("sk-ant-api03-SECRETSECRET", "sk-ant-api03-"), ("sk-proj-SECRETSECRET", "sk-proj-"), ("sk-SECRETSECRET", "sk-"),
      ("AIzaSECRETSECRET", "AIza"), ("SECRETSECRET", ""),
    ] {
      let (one, other) = (GatewayKey.dummy(like: real), GatewayKey.dummy(like: real))
      #expect(one != other)
      #expect(!one.contains("SECRET") && one.contains("carrel-"))
      #expect(one.hasPrefix(shape + "carrel-") && one.utf8.count == shape.utf8.count + 7 + 43)
      #expect(GatewayKey.isSame(one, one) && !GatewayKey.isSame(other, one))
    }
    #expect(!GatewayKey.isSame("", "x") && !GatewayKey.isSame("", "") && !GatewayKey.isSame("xx", "x") && !GatewayKey.isSame("x", "xx"))
  }

  @Test("the dummy is found where providers take keys, and nothing else may stand beside it") func credentials() throws {
    let dummy = "sk-ant-carrel-x"
    #expect(GatewayCredentials(try head("/", "x-api-key: \(dummy)"), dummy: dummy).place == .apiKey)
    #expect(GatewayCredentials(try head("/", "Authorization: bearer \(dummy)"), dummy: dummy).place == .bearer)
    #expect(GatewayCredentials(try head("/", "x-goog-api-key: \(dummy)"), dummy: dummy).place == .googleKey)
    let query = GatewayCredentials(try head("/?alt=sse&key=\(dummy)"), dummy: dummy)
    #expect(query.place == .googleKey && query.query == "alt=sse")
    #expect(GatewayCredentials(try head("/?key=\(dummy)"), dummy: dummy).query == nil)
    #expect(GatewayCredentials(try head("/", "x-api-key: \(dummy)", "authorization: Bearer \(dummy)"), dummy: dummy).place == .apiKey)
    #expect(GatewayCredentials(try head("/", "x-api-key: \(dummy)", "authorization: Bearer other"), dummy: dummy).place == nil)
    #expect(GatewayCredentials(try head("/", "x-api-key: \(dummy)", "x-api-key: other"), dummy: dummy).place == nil)
    #expect(GatewayCredentials(try head("/?key=other", "x-api-key: \(dummy)"), dummy: dummy).place == nil)
    #expect(GatewayCredentials(try head("/", "x-api-key: \(dummy)y"), dummy: dummy).place == nil)
    #expect(GatewayCredentials(try head("/", "x-other: \(dummy)"), dummy: dummy).place == nil)
    #expect(GatewayCredentials(try head("/"), dummy: dummy).place == nil)
  }

  @Test("no field of the connection and no credential of the agent's goes on") func fields() throws {
    let head = try head(
      "/", "Connection: keep-alive, X-Hop", "X-Hop: 1", "Keep-Alive: 5", "TE: trailers", "Upgrade: websocket", "Accept-Encoding: gzip",
      "Proxy-Authorization: x", "X-Api-Key: dummy", "Authorization: Bearer dummy", "Cookie: a=b", "X-Forwarded-For: 1.2.3.4",
      "anthropic-version: 2023-06-01", "User-Agent: agent/1")
    let sent = GatewayFields.request(head, HTTPField("x-api-key", "real")).map { "\($0.name): \($0.value)" }
    #expect(sent == ["anthropic-version: 2023-06-01", "user-agent: agent/1", "accept-encoding: identity", "x-api-key: real"])
  }

  @Test("only questions to models are passed on") func paths() {
    for path in [
      "/v1/messages", "/messages", "/v1/chat/completions", "/v1/responses", "/v1/responses/compact",
      "/v1beta/models/gemini-2.5-pro:generateContent",
      "/v1beta/models/gemini-2.5-pro:streamGenerateContent", "/api/chat", "/models/gemini-2.5-flash:generateContent",
    ] { #expect(GatewayPaths.kind("POST", path) == .metered, "\(path)") }
    for path in ["/v1/messages/count_tokens", "/v1beta/models/x:countTokens"] {
      #expect(GatewayPaths.kind("POST", path) == .free, "\(path)")
    }
    for path in ["/v1/models", "/v1/models/gpt-5", "/models/author/name/endpoints", "/api/tags"] {
      #expect(GatewayPaths.kind("GET", path) == .free, "\(path)")
    }
    #expect(GatewayPaths.kind("HEAD", "/") == .root)
    for (method, path) in [
      ("POST", "/v1/messages/batches"), ("POST", "/v1/files"), ("GET", "/v1/files"), ("GET", "/v1/responses/resp_1"),
      ("DELETE", "/v1/models/x"),
      ("POST", "/v1/images/generations"), ("GET", "/v1/organization/users"), ("POST", "/v1/fine_tuning/jobs"), ("PUT", "/v1/messages"),
      ("POST", "/v1beta/models/x:predictLongRunning"), ("POST", "/v1beta/cachedContents"), ("GET", "/v1beta/models/x:operations"),
      ("POST", "/"),
      ("POST", "/v1/v1/messages"), ("GET", "/v1/messages"),
    ] { #expect(GatewayPaths.kind(method, path) == nil, "\(method) \(path)") }
  }

  @Test("a route keeps to its base URL") func routes() throws {
    func route(_ base: String) -> GatewayRoute? { GatewayRoute(form: .openAI, base: base, dummy: "d", key: { "k" }) }
    let one = try #require(route("https://api.example/openai/v1/"))
    #expect(one.address(port: 3129) == "http://127.0.0.1:3129/openai/v1")
    #expect(one.below("/openai/v1/responses") == "/responses")
    #expect(one.below("/openai/v1") == "" && one.below("/openai/v10/responses") == nil && one.below("/v1/responses") == nil)
    #expect(one.url("/responses", query: "a=b") == "https://api.example/openai/v1/responses?a=b")
    let bare = try #require(route("http://127.0.0.1:8080"))
    #expect(bare.prefix.isEmpty && bare.url("/v1/models", query: nil) == "http://127.0.0.1:8080/v1/models")
    #expect(bare.url("@evil.example/", query: nil) == nil && bare.url("0/v1/models", query: nil) == nil)
    for base in [
      "", "api.example", "ftp://api.example", "https://u:p@api.example", "https://api.example/v1?x=1", "https://api.example/a/../b",
      "https://",
    ] {
      #expect(route(base) == nil, "\(base)")
    }
  }

  @Test("errors have the form of the provider's") func words() {
    for form in GatewayForm.allCases {
      let text = String(decoding: GatewayWords.body(form, status: 402, "this task's budget of $1.00 is spent"), as: UTF8.self)
      #expect(text.contains("carrel: this task's budget of $1.00 is spent"))
      #expect(text.contains(#""error":"#))
    }
  }

  @Test("an allowance is spent by tokens and by list price, and a model without a price leaves the money alone") func ledger() {
    let ledger = GatewayLedger(GatewayAllowance(budgetUSD: 1, tokens: 10_000_000, budgetText: "b", tokensText: "t"))
    ledger.add(.init(input: 1_000_000), model: "nobody-knows-it")
    #expect(ledger.spent == nil && ledger.total.costUSD == nil)
    ledger.add(.init(input: 300_000), model: "claude-sonnet-4-5")
    #expect(ledger.spent == nil && abs((ledger.total.costUSD ?? 0) - 0.9) < 1e-9)
    ledger.add(.init(input: 40_000), model: "claude-sonnet-4-5-20250929")
    #expect(ledger.spent == .budget)
    #expect(ledger.takeUntold().answers == 3 && ledger.takeUntold().answers == 0)
    let counted = GatewayLedger(GatewayAllowance(budgetUSD: nil, tokens: 5, budgetText: "b", tokensText: "t"))
    counted.add(.init(output: 5), model: nil)
    #expect(counted.spent == .tokens)
  }
}
