import HTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct HTTPClientTests {
  let client = HTTPClient()

  @Test func sendsAndReceives() async throws {
    let server = try LoopbackServer { request, _, connection in connection.answer(201, "you said \(request.text)", headers: ["X-Name: a b"])
    }
    let fields = [HTTPField("x-api-key", "k"), HTTPField("X-Empty", ""), HTTPField("content-type", "application/json")]
    let response = try await client.send(
      HTTPRequest("POST", server.address + "/a?b=c", headers: fields, body: Array("hällo".utf8)), limit: 1000)
    #expect(response.head.status == 201)
    #expect(response.head.headers["x-name"] == "a b")
    #expect(String(decoding: response.body, as: UTF8.self) == "you said hällo")
    let request = try #require(server.requests.first)
    #expect(request.method == "POST" && request.path == "/a?b=c")
    #expect(
      request.headers["x-api-key"] == "k" && request.headers["x-empty"] == "" && request.headers["content-type"] == "application/json")
    #expect(request.headers["expect"] == nil && request.headers["cookie"] == nil)
    let plain = try await client.send(HTTPRequest("DELETE", server.address), limit: 1000)
    #expect(String(decoding: plain.body, as: UTF8.self) == "you said ")
    #expect(server.requests.last?.method == "DELETE" && server.requests.last?.headers["content-type"] == nil)
  }

  @Test func handsOverChunksAsTheyCome() async throws {
    let steps = Steps()
    let server = try LoopbackServer { _, _, connection in
      connection.begin(headers: ["Transfer-Encoding: chunked"])
      for text in ["one", "two", "three"] {
        connection.chunk(text)
        steps.wait()
      }
      connection.send("0\r\nTrailer: x\r\n\r\n")
    }
    let stream = try await client.open(HTTPRequest("GET", server.address))
    for text in ["one", "two", "three"] {
      let bytes = try await stream.next()
      #expect(bytes.map { String(decoding: $0, as: UTF8.self) } == text)
      steps.go()
    }
    #expect(try await stream.next() == nil)
    #expect(try await stream.next() == nil)
    #expect(stream.head.headers["trailer"] == nil)
  }

  @Test func tellsACutFromAnEnd() async throws {
    let server = try LoopbackServer { request, _, connection in
      switch request.path {
      case "/length": connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
      case "/chunk": connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
      default: break
      }
    }
    for path in ["/length", "/chunk"] {
      let stream = try await client.open(HTTPRequest("GET", server.address + path))
      #expect(try await stream.next() == Array("half".utf8))
      await #expect { try await stream.next() } throws: { Self.isCut($0) }
    }
    await #expect { try await client.send(HTTPRequest("GET", server.address + "/nothing"), limit: 10) } throws: { Self.isCut($0) }
  }

  @Test func namesWhatIsWrong() async throws {
    let closed = try LoopbackServer.closedPort()
    await #expect { try await client.send(HTTPRequest("GET", "http://127.0.0.1:\(closed)/"), limit: 10) } throws: {
      if case HTTPError.refused = $0 { true } else { false }
    }
    for url in ["", "nonsense", "file:///etc/passwd", "ftp://127.0.0.1/", "http://", "http://a b/", "http://127.0.0.1:99999/"] {
      await #expect(throws: HTTPError.url(url)) { try await client.send(HTTPRequest("GET", url), limit: 10) }
    }
    let garbage = try LoopbackServer { _, _, connection in connection.send([0xff, 0xfe, 0, 1, 2, 3, 10, 13, 10]) }
    await #expect(throws: HTTPError.self) { try await client.send(HTTPRequest("GET", garbage.address), limit: 10) }
    let server = try LoopbackServer { _, _, connection in connection.answer(200, "x") }
    for field in [HTTPField("a", "b\r\nc: d"), HTTPField("a b", "c"), HTTPField("", "c")] {
      await #expect(throws: HTTPError.self) { try await client.send(HTTPRequest("GET", server.address, headers: [field]), limit: 10) }
    }
    await #expect(throws: HTTPError.self) { try await client.send(HTTPRequest("GET /\r\n", server.address), limit: 10) }
    #expect(server.requests.isEmpty)
  }

  @Test func boundsWhatItTakes() async throws {
    let server = try LoopbackServer { request, _, connection in
      if request.path == "/header" {
        connection.send("HTTP/1.1 200 OK\r\n")
        for number in 0..<20_000 where !connection.send("X-\(number): \(String(repeating: "y", count: 200))\r\n") { return }
        connection.send("\r\n")
      } else {
        connection.answer(200, String(repeating: "x", count: 100_000))
      }
    }
    await #expect(throws: HTTPError.tooLong(limit: 99_999)) { try await client.send(HTTPRequest("GET", server.address), limit: 99_999) }
    #expect(try await client.send(HTTPRequest("GET", server.address), limit: 100_000).body.count == 100_000)
    await #expect { try await client.send(HTTPRequest("GET", server.address + "/header"), limit: 10) } throws: {
      if case HTTPError.other(let text) = $0 { text.contains("header") } else { false }
    }
  }

  @Test func makesAServerWaitForASlowReader() async throws {
    let total = 64
    let shared = SentCount()
    let server = try LoopbackServer { _, _, connection in
      connection.begin()
      for _ in 0..<total {
        guard connection.send([UInt8](repeating: 7, count: 1 << 20)) else { return }
        shared.add(1 << 20)
      }
    }
    let stream = try await client.open(HTTPRequest("GET", server.address))
    var count = try await stream.next()?.count ?? 0
    // The server cannot have sent more than what we hold and what the kernel's buffers take, which is far below the whole.
    try await Patience.until("the server to stand still") { await shared.standsStill() }
    #expect(shared.value < 40 << 20)
    while let bytes = try await stream.next() {
      #expect(bytes.count <= 512 * 1024)
      count += bytes.count
    }
    #expect(count == total << 20)
  }

  @Test func endsSilentAnswers() async throws {
    let server = try LoopbackServer { request, _, connection in
      if request.path == "/head" { connection.begin() }
      connection.waitForClose()
    }
    await #expect { try await client.send(HTTPRequest("GET", server.address, silenceSeconds: 0.05), limit: 10) } throws: { Self.isCut($0) }
    await #expect { try await client.send(HTTPRequest("GET", server.address + "/head", silenceSeconds: 0.05), limit: 10) } throws: {
      Self.isCut($0)
    }
  }

  @Test func endsWithTheSwiftTask() async throws {
    let closed = Steps()
    let begun = Steps()
    let server = try LoopbackServer { request, _, connection in
      if request.path == "/head" { connection.begin() }
      begun.go()
      connection.waitForClose()
      closed.go()
    }
    for path in ["/", "/head"] {
      let client = client
      let task = Task { () -> HTTPError? in
        do throws(HTTPError) {
          _ = try await client.send(HTTPRequest("GET", server.address + path), limit: 10)
          return nil
        } catch { return error }
      }
      await begun.waitAside()
      task.cancel()
      #expect(await task.value == .cancelled)
      await closed.waitAside()
    }
    let stream = try await client.open(HTTPRequest("GET", server.address + "/head"))
    stream.cancel()
    await #expect(throws: HTTPError.cancelled) { try await stream.next() }
    await closed.waitAside()
    // Letting go of a stream ends it too.
    _ = try await HTTPClient().open(HTTPRequest("GET", server.address + "/head"))
    await closed.waitAside()
  }

  @Test func followsRedirectsToTheSameHostOnly() async throws {
    let other = try LoopbackServer { _, _, connection in connection.answer(200, "stolen") }
    let server = try LoopbackServer { request, _, connection in
      switch request.path {
      case "/a": connection.answer(302, "", headers: ["Location: b"])
      case "/b": connection.answer(200, "here")
      case "/loop": connection.answer(302, "", headers: ["Location: /loop"])
      case "/post": connection.answer(307, "", headers: ["Location: /target"])
      case "/target": connection.answer(200, request.method + request.text)
      case "/file": connection.answer(302, "", headers: ["Location: file:///etc/passwd"])
      default: connection.answer(302, "", headers: ["Location: \(other.address)/"])
      }
    }
    func get(_ path: String, _ method: String = "GET") async throws -> (Int, String) {
      let response = try await client.send(HTTPRequest(method, server.address + path, body: method == "POST" ? [65] : []), limit: 100)
      return (response.head.status, String(decoding: response.body, as: UTF8.self))
    }
    #expect(try await get("/a") == (200, "here"))
    #expect(try await get("/loop").0 == 302)
    #expect(try await get("/post", "POST") == (200, "POSTA"))
    #expect(try await get("/a", "POST").0 == 302)
    #expect(try await get("/file").0 == 302)
    #expect(try await get("/other").0 == 302)
    #expect(other.requests.isEmpty)
  }

  @Test func sleepsWhileNothingHappens() async throws {
    let server = try LoopbackServer(connections: { connection in
      // The first request is answered and its connection kept; the second one's answer never ends.
      while let request = connection.request() {
        if request.path == "/open" {
          connection.begin()
        } else {
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
        }
      }
    })
    // One connection that is kept, one answer that is silent, and the thread's own count of how often it slept.
    let before = Set(Threads.named("carrel-http"))
    let client = HTTPClient()
    _ = try await client.send(HTTPRequest("GET", server.address + "/kept"), limit: 10)
    let stream = try await client.open(HTTPRequest("GET", server.address + "/open"))
    let own = Set(Threads.named("carrel-http")).subtracting(before)
    #expect(!own.isEmpty)
    try await Patience.until("the threads to sleep") {
      let first = own.map(Threads.switches)
      var rounds = 0
      try await Patience.until("some time") {
        rounds += 1
        return rounds > 75
      }
      return own.map(Threads.switches) == first
    }
    stream.cancel()
  }

  @Test func carriesManyAtOnce() async throws {
    let server = try LoopbackServer { request, _, connection in connection.answer(200, String(repeating: request.path, count: 1000)) }
    let client = client
    let lengths = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 100..<150 {
        group.addTask { try await client.send(HTTPRequest("GET", "\(server.address)/\(number)"), limit: 10_000).body.count }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(lengths == [Int](repeating: 4000, count: 50))
  }

  private static func isCut(_ error: any Error) -> Bool {
    if case HTTPError.cut = error { true } else { false }
  }
}
