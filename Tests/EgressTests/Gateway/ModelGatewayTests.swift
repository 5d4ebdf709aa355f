import Dispatch
import HTTP
import JSON
import Model
import Platform
import Synchronization
import TestSupport
import Testing

@testable import Egress

@Suite("the model gateway", .timeLimit(.minutes(15)))
struct ModelGatewayTests {
  private let usage = #"{"type":"message","model":"claude-sonnet-4-5","usage":{"input_tokens":1000,"output_tokens":100}}"#

  @Test("the dummy goes in, the real key goes out, the answer comes back and is counted") func oneQuestion() async throws {
    let server = try LoopbackServer { _, _, connection in
      connection.answer(200, usage, headers: ["Content-Type: application/json", "X-Request-Id: r1", "Set-Cookie: a=b", "Keep-Alive: 5"])
    }
    let stage = try GatewayStage(server.address + "/base")
    let answer = try await stage.client.send(
      stage.ask(
        "/v1/messages?beta=true", headers: [HTTPField("anthropic-version", "2023-06-01"), HTTPField("x-forwarded-for", "1.2.3.4")]),
      limit: 1 << 20)
    #expect(answer.head.status == 200 && String(decoding: answer.body, as: UTF8.self) == usage)
    #expect(
      answer.head.headers["x-request-id"] == "r1" && answer.head.headers["set-cookie"] == nil && answer.head.headers["keep-alive"] == nil)
    let asked = try #require(server.requests.first)
    #expect(asked.path == "/base/v1/messages?beta=true" && asked.method == "POST" && asked.text == #"{"model":"claude-sonnet-4-5"}"#)
    #expect(asked.headers["x-api-key"] == GatewayStage.key && asked.headers["anthropic-version"] == "2023-06-01")
    #expect(asked.headers["accept-encoding"] == "identity" && asked.headers["x-forwarded-for"] == nil)
    #expect(asked.headers["host"] == String(server.address.dropFirst(7)))
    #expect(stage.gateway.ledger.total.tokens == TokenCount(input: 1000, output: 100))
    #expect(abs((stage.gateway.ledger.total.costUSD ?? 0) - 0.0045) < 1e-9)
  }

  @Test("one connection carries many requests, also when they come together") func keepAlive() async throws {
    let server = try LoopbackServer { request, _, connection in connection.answer(200, "[\(request.text)]") }
    let stage = try GatewayStage(server.address)
    func request(_ body: String, _ more: String = "") -> String {
      "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nx-api-key: \(stage.route.dummy)\r\n\(more)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
    let chunked =
      "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(stage.route.dummy)\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n2\r\n  \r\n0\r\n\r\n"
    let all = try await stage.raw(
      request(#"{"n":"one"}"#) + request(#"{"n":"two"}"#) + chunked + request(#"{"n":"last"}"#, "Connection: close\r\n"))
    let bodies = [#"[{"n":"one"}]"#, #"[{"n":"two"}]"#, "[{}  ]", #"[{"n":"last"}]"#]
    for body in bodies { #expect(all.contains(body)) }
    #expect(all.split(separator: "HTTP/1.1 200").count == 4)
    #expect(server.requests.map(\.text) == [#"{"n":"one"}"#, #"{"n":"two"}"#, "{}  ", #"{"n":"last"}"#])
  }

  @Test("who waits for 100 Continue gets it, or the refusal at once") func continues() async throws {
    let server = try LoopbackServer { request, _, connection in connection.answer(200, "[\(request.text)]") }
    let stage = try GatewayStage(server.address)
    let connection = try await TCPConnection.connect(to: .loopback(stage.port), seconds: 30)
    let head = "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 5\r\nExpect: 100-continue\r\n"
    await connection.write(Array((head + "x-api-key: \(stage.route.dummy)\r\n\r\n").utf8))
    #expect(String(decoding: await connection.read() ?? [], as: UTF8.self) == "HTTP/1.1 100 Continue\r\n\r\n")
    await connection.write(Array("{   }".utf8))
    var rest: [UInt8] = []
    while let bytes = await connection.read() { rest += bytes }
    #expect(String(decoding: rest, as: UTF8.self).hasSuffix("[{   }]"))
    #expect(try await stage.raw(head + "x-api-key: wrong\r\n\r\n").hasPrefix("HTTP/1.1 401 "))
    #expect(server.requests.count == 1)
  }

  @Test("an answer is streamed as it comes, both of its ends known") func streams() async throws {
    let (first, rest) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let server = try LoopbackServer { _, _, connection in
      connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
      connection.chunk(
        "data: {\"type\":\"message_start\",\"message\":{\"model\":\"claude-sonnet-4-5\",\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n"
      )
      first.signal()
      rest.wait()
      connection.chunk("data: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":7}}\n\n")
      connection.send("0\r\n\r\n")
    }
    let stage = try GatewayStage(server.address)
    let stream = try await stage.client.open(stage.ask())
    #expect(stream.head.headers["content-type"] == "text/event-stream" && stream.head.headers["content-length"] == nil)
    #expect(String(decoding: try await stream.next() ?? [], as: UTF8.self).contains("message_start"))
    #expect(stage.gateway.ledger.total.answers == 0)
    rest.signal()
    #expect(String(decoding: try await stream.rest(limit: 1 << 20), as: UTF8.self).contains("message_delta"))
    #expect(stage.gateway.ledger.total.tokens == TokenCount(input: 9, output: 7))
    await runBlocking { first.wait() }
  }

  @Test("when the agent hangs up in the middle the provider is let go, and what was said counts") func cancelled() async throws {
    let gone = DispatchSemaphore(value: 0)
    let server = try LoopbackServer { _, _, connection in
      connection.begin(headers: ["Content-Type: text/event-stream"])
      connection.send(
        "data: {\"type\":\"message_start\",\"message\":{\"model\":\"m\",\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n")
      connection.waitForClose()
      gone.signal()
    }
    let stage = try GatewayStage(server.address)
    let stream = try await stage.client.open(stage.ask())
    _ = try await stream.next()
    stream.cancel()
    await runBlocking { gone.wait() }
    try await Patience.until("the count") { stage.gateway.ledger.total.answers == 1 }
    #expect(stage.gateway.ledger.total.tokens.input == 9)
  }

  @Test("closing the gateway ends what is under way") func closes() async throws {
    let gone = DispatchSemaphore(value: 0)
    let server = try LoopbackServer { _, _, connection in
      connection.begin(headers: ["Content-Type: text/event-stream"])
      connection.send("data: {}\n\n")
      connection.waitForClose()
      gone.signal()
    }
    let stage = try GatewayStage(server.address)
    let stream = try await stage.client.open(stage.ask())
    _ = try await stream.next()
    stage.gateway.close()
    await #expect(throws: HTTPError.self) { _ = try await stream.rest(limit: 1 << 20) }
    await runBlocking { gone.wait() }
    await #expect(throws: HTTPError.self) { _ = try await stage.client.send(stage.ask(), limit: 100) }
  }

  @Test("an answer that breaks off breaks off for the agent, too") func cut() async throws {
    let server = try LoopbackServer { _, number, connection in
      if number == 0 {
        connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        connection.chunk("data: {}\n\n")
      } else {
        connection.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"a\":")
      }
    }
    let stage = try GatewayStage(server.address)
    for _ in 0..<2 {
      do {
        _ = try await stage.send(stage.ask())
        Issue.record("the answer seems whole")
      } catch let error as HTTPError { #expect(error.text.contains("cut")) }
    }
  }

  @Test("errors of the provider pass through, without the key in them") func errors() async throws {
    let server = try LoopbackServer { request, number, connection in
      switch number {
      case 0:
        connection.answer(
          429, #"{"type":"error","error":{"type":"rate_limit_error"}}"#, headers: ["Retry-After: 17", "Content-Type: application/json"])
      default:
        connection.answer(401, "bad key \(request.headers["x-api-key"] ?? "")", headers: ["X-Key: \(request.headers["x-api-key"] ?? "")"])
      }
    }
    let stage = try GatewayStage(server.address)
    let busy = try await stage.client.send(stage.ask(), limit: 1 << 20)
    #expect(busy.head.status == 429 && busy.head.headers["retry-after"] == "17")
    #expect(String(decoding: busy.body, as: UTF8.self) == #"{"type":"error","error":{"type":"rate_limit_error"}}"#)
    let refused = try await stage.client.send(stage.ask(), limit: 1 << 20)
    #expect(refused.head.status == 401 && String(decoding: refused.body, as: UTF8.self) == "bad key [redacted]")
    #expect(refused.head.headers["x-key"] == "[redacted]")
    #expect(stage.gateway.ledger.total.answers == 0 && stage.news.isEmpty)
  }

  @Test("a provider that is not there is 502, one that says nothing is cut") func unreachable() async throws {
    let stage = try GatewayStage("http://127.0.0.1:\(try LoopbackServer.closedPort())")
    let answer = try await stage.send(stage.ask())
    #expect(answer.status == 502 && answer.text.contains("carrel: the provider cannot be reached") && answer.text.contains("api_error"))
    let silent = try LoopbackServer(connections: { $0.waitForClose() })
    let short = try GatewayStage(silent.address, uplink: GatewayUplink(silenceSeconds: 0.2))
    #expect(try await short.send(short.ask()).status == 502)
  }

  @Test("without this task's dummy nothing is asked, and the task hears of it") func wrongKey() async throws {
    let server = try LoopbackServer { _, _, connection in connection.answer(200, "{}") }
    let stage = try GatewayStage(server.address)
    for headers in [[], [HTTPField("x-api-key", "sk-ant-guess")], [HTTPField("authorization", "Bearer \(GatewayStage.key)")]] {
      let answer = try await stage.send(HTTPRequest("POST", stage.address + "/v1/messages", headers: headers, body: Array("{}".utf8)))
      #expect(answer.status == 401 && answer.text.contains("authentication_error"))
    }
    #expect(server.requests.isEmpty)
    #expect(stage.news.count == 3)
    guard case .refused(let text) = stage.news.first else { return }
    #expect(text == "The model gateway refused a request of the agent (401): the request does not carry this task's key.")
    for _ in 0..<100 { _ = try await stage.send(HTTPRequest("POST", stage.address + "/v1/messages", body: Array("{}".utf8))) }
    #expect(stage.news.count == 20)
  }

  @Test("what is no question to a model is refused") func notPassedOn() async throws {
    let server = try LoopbackServer { _, _, connection in connection.answer(200, "{}") }
    let stage = try GatewayStage(server.address, form: .openAI)
    #expect(try await stage.send(stage.ask("/v1/files")).status == 403)
    #expect(try await stage.send(stage.ask("/v1/responses", #"{"background":true}"#)).status == 403)
    #expect(try await stage.send(stage.ask("/v1/responses", #"{"background":true,"background":false}"#)).status == 403)
    for body in ["[1]", "\u{0}{", "{\u{0}\"\u{0}a", "x", "\u{feff}{}"] {
      #expect(try await stage.send(stage.ask("/v1/responses", body)).status == 400)
    }
    #expect(try await stage.send(stage.ask("/v1/responses", "{}", headers: [HTTPField("content-encoding", "gzip")])).status == 415)
    #expect(server.requests.isEmpty)
    #expect(try await stage.send(stage.ask("/v1/responses", #"{"background":false}"#)).status == 200)
    let there = try await stage.client.send(HTTPRequest("HEAD", stage.address + "/"), limit: 100)
    #expect(there.head.status == 200 && server.requests.count == 1)
  }

  @Test("no request hides in another, and no other host is reached") func smuggling() async throws {
    let server = try LoopbackServer { _, _, connection in connection.answer(200, "{}") }
    let stage = try GatewayStage(server.address)
    let key = "x-api-key: \(stage.route.dummy)\r\n"
    let inner = "POST /v1/files HTTP/1.1\r\nHost: localhost\r\n\(key)\r\n"
    for text in [
      "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\n\(key)Content-Length: 5\r\nContent-Length: \(inner.utf8.count)\r\n\r\n\(inner)",
      "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\n\(key)Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n\(inner)",
      "POST http://evil.example/v1/messages HTTP/1.1\r\nHost: evil.example\r\n\(key)\r\n",
      "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\(key)\r\n",
      "POST /v1/messages HTTP/1.1\r\nHost: evil.example\r\n\(key)\r\n", "POST /v1/../v1/messages HTTP/1.1\r\nHost: localhost\r\n\(key)\r\n",
      "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nX: 1\r\n \(key)\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\n\(key)Content-Length: 999999999\r\n\r\n",
    ] {
      let answer = try await stage.raw(text)
      #expect(answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.1 50"), "\(text) gave \(answer)")
      #expect(answer.split(separator: "connection: close\r\n\r\n").count == 2 && !answer.contains("200 OK"))
    }
    #expect(server.requests.isEmpty)
  }

  @Test("when the budget is spent nothing more is asked, the agent is told so and the task first") func budget() async throws {
    let server = try LoopbackServer { _, _, connection in connection.answer(200, usage, headers: ["Content-Type: application/json"]) }
    let allowance = GatewayAllowance(budgetUSD: 0.008, tokens: nil, budgetText: "this task's budget of $1.00 is spent", tokensText: "")
    let stage = try GatewayStage(server.address, allowance: allowance)
    #expect(try await stage.send(stage.ask()).status == 200)
    #expect(stage.news.isEmpty)
    #expect(try await stage.send(stage.ask()).status == 200)
    let answer = try await stage.client.send(stage.ask(), limit: 1 << 20)
    #expect(answer.head.status == 402 && answer.head.headers["x-should-retry"] == "false")
    #expect(String(decoding: answer.body, as: UTF8.self).contains("carrel: this task's budget of $1.00 is spent"))
    #expect(stage.news == [.limitReached(.budget)] && server.requests.count == 2)
    // What costs nothing goes on.
    #expect(try await stage.send(stage.ask("/v1/messages/count_tokens")).status == 200)
  }

  @Test("an agent that hides what it takes is counted by its bytes") func guessed() async throws {
    let text = String(repeating: "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n", count: 1000)
    let server = try LoopbackServer { _, _, connection in
      connection.begin(headers: ["Content-Type: text/event-stream"])
      connection.send(text)
    }
    let allowance = GatewayAllowance(budgetUSD: nil, tokens: 1000, budgetText: "", tokensText: "this task's limit of 1000 tokens is spent")
    let stage = try GatewayStage(server.address, form: .openAI, allowance: allowance)
    #expect(try await stage.send(stage.ask("/v1/chat/completions", #"{"model":"gpt-5","stream":true}"#)).status == 200)
    #expect(stage.gateway.ledger.total.tokens.output > 1000)
    #expect(try await stage.send(stage.ask("/v1/chat/completions")).status == 402)
    #expect(stage.news == [.limitReached(.tokens)])
  }

  @Test("no more requests at a time than there is room for") func crowd() async throws {
    let (arrived, go) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let server = try LoopbackServer { _, _, connection in
      arrived.signal()
      go.wait()
      connection.answer(200, "{}")
    }
    let stage = try GatewayStage(server.address)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<GatewayRoom.requestLimit { group.addTask { try await stage.send(stage.ask()).status } }
      await runBlocking { for _ in 0..<GatewayRoom.requestLimit { arrived.wait() } }
      #expect(try await stage.send(stage.ask()).status == 429)
      for _ in 0..<GatewayRoom.requestLimit { go.signal() }
      for try await status in group { #expect(status == 200) }
    }
  }

  @Test("a large body goes both ways whole") func large() async throws {
    let server = try LoopbackServer { request, _, connection in
      connection.answer(200, request.text, headers: ["Content-Type: application/json"])
    }
    let stage = try GatewayStage(server.address)
    let body = #"{"model":"m","text":""# + String(repeating: "0123456789", count: 400_000) + #""}"#
    #expect(try await stage.send(stage.ask("/v1/messages", body)).text == body)
  }

  @Test("the four APIs of the scripted model, streamed and counted") func scripted() async throws {
    try await ScriptedModel.use { model in
      let say = "[[model:say Hello.]] [[model:tokens 1000 20]]"
      for (form, path, body) in [
        (
          GatewayForm.anthropic, "/v1/messages",
          #"{"model":"scripted-large","stream":true,"max_tokens":9,"messages":[{"role":"user","content":"\#(say)"}]}"#
        ),
        (
          .openAI, "/v1/chat/completions",
          #"{"model":"scripted-large","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"\#(say)"}]}"#
        ),
        (
          .openAI, "/v1/responses",
          #"{"model":"scripted-large","stream":true,"input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"\#(say)"}]}]}"#
        ),
        (.ollama, "/api/chat", #"{"model":"scripted-large","stream":true,"messages":[{"role":"user","content":"\#(say)"}]}"#),
      ] {
        let stage = try GatewayStage(model.address, form: form)
        let answer = try await stage.send(stage.ask(path, body))
        #expect(answer.status == 200 && answer.text.contains("Hello"), "\(path): \(answer)")
        #expect(stage.gateway.ledger.total.tokens == TokenCount(input: 1000, output: 20), "\(path)")
      }
      #expect(try await model.requests().allSatisfy { ($0["authorization"]?.string ?? "").contains(GatewayStage.key) })
    }
  }
}
