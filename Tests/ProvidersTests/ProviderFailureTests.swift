import HTTP
import Model
import Providers
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct ProviderFailureTests {
  struct Case: Sendable {
    var status: Int
    var body: String
    var kind: TaskFailure.Class
    var isRetried: Bool
    var words: String
  }

  static let cases = [
    Case(
      status: 401, body: #"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}"#, kind: .auth,
      isRetried: false,
      words: "invalid x-api-key; check ANTHROPIC_API_KEY"),
    Case(status: 403, body: #"{"error":{"type":"permission_error","message":"no"}}"#, kind: .auth, isRetried: false, words: "HTTP 403"),
    Case(
      status: 400, body: #"{"error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the API."}}"#,
      kind: .billing,
      isRetried: false, words: "credit balance"),
    Case(
      status: 429, body: #"{"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}}"#, kind: .billing,
      isRetried: false, words: "quota"),
    Case(
      status: 400, body: #"{"error":{"message":"You have reached your specified API usage limits. You will regain access on 2026-12-01"}}"#,
      kind: .usageLimit, isRetried: false, words: "2026-12-01"),
    Case(
      status: 429,
      body: #"[{"error":{"code":429,"message":"You exceeded your current quota, please check your plan","status":"RESOURCE_EXHAUSTED"}}]"#,
      kind: .usageLimit, isRetried: false, words: "check your plan"),
    Case(
      status: 429, body: #"{"error":{"type":"rate_limit_error","message":"slow down"}}"#, kind: .rateLimit, isRetried: true,
      words: "slow down"),
    Case(
      status: 529, body: #"{"error":{"type":"overloaded_error","message":"Overloaded"}}"#, kind: .overloaded, isRetried: true,
      words: "Overloaded"),
    Case(status: 500, body: #"{"error":{"type":"api_error","message":"Internal"}}"#, kind: .server, isRetried: true, words: "Internal"),
    Case(
      status: 404, body: #"{"error":{"type":"not_found_error","message":"model: claude-9"}}"#, kind: .modelNotFound, isRetried: false,
      words: "model: claude-9; check the model's name"),
    Case(status: 404, body: "404 page not found", kind: .badRequest, isRetried: false, words: "ANTHROPIC_BASE_URL"),
    Case(
      status: 400, body: #"{"error":{"message":"prompt is too long: 213462 tokens > 200000 maximum"}}"#, kind: .contextFull,
      isRetried: false,
      words: "compact the conversation"),
    Case(
      status: 400, body: #"{"error":{"code":"context_length_exceeded","message":"x"}}"#, kind: .contextFull, isRetried: false, words: "x"),
    Case(status: 413, body: "", kind: .contextFull, isRetried: false, words: "HTTP 413"),
    Case(status: 422, body: #"{"detail":[{"msg":"field required"}]}"#, kind: .badRequest, isRetried: false, words: "field required"),
    Case(
      status: 502, body: "<!DOCTYPE html><html><head><title>Bad\u{1b}[31m\nGateway</title></head><body>…", kind: .server, isRetried: true,
      words: #"a web page titled "Bad [31m Gateway""#),
    Case(status: 503, body: #"{"error":{"message":"half"#, kind: .server, isRetried: true, words: "HTTP 503"),
    Case(status: 400, body: #"{"error":{"message":"my-secret-key is wrong"}}"#, kind: .badRequest, isRetried: false, words: "… is wrong"),
    Case(status: 302, body: "", kind: .badRequest, isRetried: false, words: "HTTP 302"),
    Case(status: 418, body: #"{"error":null}"#, kind: .badRequest, isRetried: false, words: "HTTP 418"),
  ]

  @Test(arguments: cases) func classifies(_ sample: Case) async throws {
    let server = try LoopbackServer { _, _, connection in connection.answer(sample.status, sample.body) }
    let (failure, collector) = await ask(server.address)
    #expect(failure?.kind == sample.kind)
    #expect(failure?.text.contains(sample.words) ?? false, "\(failure?.text ?? "")")
    #expect(failure?.text.unicodeScalars.allSatisfy { $0.value >= 0x20 } ?? false)
    #expect(server.requests.count == (sample.isRetried ? 3 : 1))
    #expect(collector.retries == (sample.isRetried ? [sample.kind, sample.kind] : []))
  }

  @Test func waitsAsLongAsItIsAskedTo() async throws {
    let slept = Mutex<[Double]>([])
    let headers = [
      ["Retry-After: 7"], ["retry-after-ms: 1500", "Retry-After: 7"],
      ["Date: Tue, 31 Dec 2024 23:59:50 GMT", "Retry-After: Wed, 01 Jan 2025 00:00:20 GMT"], ["Retry-After: never"], [], [],
    ]
    let server = try LoopbackServer { _, number, connection in connection.answer(429, "{}", headers: headers[min(number, 5)]) }
    let retry = ProviderRetry(
      tries: 7, baseSeconds: 1, jitter: { 0.5 }, sleep: { seconds async throws(CancellationError) in slept.withLock { $0.append(seconds) } }
    )
    let (failure, collector) = await ask(server.address, retry)
    #expect(failure?.kind == .rateLimit)
    #expect(slept.withLock { $0 } == [7, 1.5, 30, 6, 12, 24])
    #expect(collector.delays == [7, 1.5, 30, 6, 12, 24])
  }

  @Test func takesALongPauseForAUsageLimit() async throws {
    let server = try LoopbackServer { _, _, connection in
      connection.answer(429, #"{"error":{"type":"rate_limit_error","message":"later"}}"#, headers: ["Retry-After: 10000"])
    }
    let (failure, _) = await ask(server.address)
    #expect(failure?.kind == .usageLimit && failure?.text.contains("(again in 3 h)") ?? false)
    #expect(server.requests.count == 1)
  }

  @Test func obeysTheServersWordNotToTryAgain() async throws {
    let server = try LoopbackServer { _, _, connection in connection.answer(500, "{}", headers: ["x-should-retry: false"]) }
    #expect(await ask(server.address).failure?.kind == .server)
    #expect(server.requests.count == 1)
  }

  @Test func triesARefusedConnectionAgain() async throws {
    let (failure, collector) = await ask("http://127.0.0.1:\(try LoopbackServer.closedPort())")
    #expect(failure?.kind == .network && failure?.text.contains("check the connection and ANTHROPIC_BASE_URL") ?? false)
    #expect(collector.retries == [.network, .network])
    #expect(await ask("nonsense").failure?.kind == .badRequest)
  }

  @Test func understandsWhatIsNoAnswer() async throws {
    let bodies = [
      ("text/html", "<html><title>Login</title></html>", TaskFailure.Class.protocolError),
      ("text/event-stream", "data: {\"half\n\n", .protocolError),
      ("text/event-stream", "", .network), ("text/event-stream", ": only a comment\n\n", .network),
      ("application/json", "{\"half", .protocolError),
      ("application/json", "{\"error\":{\"type\":\"overloaded_error\"}}", .overloaded),
      ("text/event-stream", "data: 7\n\ndata: null\n\ndata: [[]]\n\ndata: {\"type\":\"content_block_delta\",\"index\":9}\n\n", .network),
      ("text/event-stream", "data: {\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\"}}\n\n", .protocolError),
    ]
    for (type, body, kind) in bodies {
      let server = try LoopbackServer { _, _, connection in connection.answer(200, body, headers: ["Content-Type: \(type)"]) }
      let (failure, collector) = await ask(server.address, Stream.retry(1))
      #expect(failure?.kind == kind, "\(body): \(failure?.text ?? "")")
      #expect(collector.finished == nil)
    }
  }

  @Test func endsWithTheSwiftTask() async throws {
    let server = try LoopbackServer { _, _, connection in
      connection.begin(headers: ["Content-Type: text/event-stream"])
      connection.send("data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"a\"}}\n\n")
      connection.waitForClose()
    }
    let collector = Collector()
    let task = Task { await ask(server.address, Stream.retry(), collector).failure }
    try await Patience.until("the first word") { collector.text == "a" }
    task.cancel()
    let failure = await task.value
    #expect(failure?.kind == .network && failure?.text.contains("cancelled") ?? false)
    #expect(server.requests.count == 1)

    // While it waits to try again, too.
    let busy = try LoopbackServer { _, _, connection in connection.answer(529, "{}") }
    let waiting = Collector()
    let second = Task { await ask(busy.address, ProviderRetry(baseSeconds: 100), waiting).failure }
    try await Patience.until("the pause") { !waiting.retries.isEmpty }
    second.cancel()
    #expect(await second.value?.text.contains("cancelled") ?? false)
  }

  private func ask(
    _ url: String, _ retry: ProviderRetry = Stream.retry(), _ collector: Collector = Collector()
  ) async -> (failure: TaskFailure?, collector: Collector) {
    let provider = AnthropicProvider(url: url, key: "my-secret-key", client: HTTPClient(), retry: retry)
    do throws(TaskFailure) {
      try await provider.answer(
        ProviderRequest(model: "m", system: "", messages: [ProviderMessage(.user, [.text("hi")])]), collector.receive)
      return (nil, collector)
    } catch {
      return (error, collector)
    }
  }
}
