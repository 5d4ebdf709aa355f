import Testing

@testable import Egress

/// What a parser makes of bytes that come in these pieces: heads, bodies and ends in words, or the refusal's status.
private func read(_ pieces: [[UInt8]]) -> [String] {
  var parser = GatewayRequestParser()
  var seen: [String] = []
  var body = ""
  do throws(GatewayRefusal) {
    for piece in pieces {
      parser.append(piece)
      while let next = try parser.next() {
        switch next {
        case .head(let head): seen.append("\(head.method) \(head.path) \(head.query ?? "-") \(head.body) \(head.keepsAlive)")
        case .body(let bytes): body += String(decoding: bytes, as: UTF8.self)
        case .end:
          seen.append("body \(body)")
          body = ""
        }
      }
    }
  } catch {
    seen.append("refused \(error.status)")
  }
  return seen
}

private func read(_ text: String) -> [String] { read([Array(text.utf8)]) }

/// A request with these lines after the first two.
private func request(_ lines: String..., first: String = "POST /v1/messages HTTP/1.1") -> String {
  ([first, "Host: 127.0.0.1:3129"] + lines).joined(separator: "\r\n") + "\r\n\r\n"
}

@Suite("the gateway's parser of requests")
struct GatewayRequestParserTests {
  @Test("requests are the same wherever their bytes are torn") func everySplit() {
    let text =
      request("Content-Length: 5") + "hello" + request("Transfer-Encoding: chunked")
      + "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n"
      + request(first: "GET /v1/models?limit=1 HTTP/1.1") + request("Connection: close", "Content-Length: 0")
    let whole = [
      "POST /v1/messages - length(5) true", "body hello", "POST /v1/messages - chunked true", "body abc0123456789",
      "GET /v1/models limit=1 none true", "body ", "POST /v1/messages - none false", "body ",
    ]
    let bytes = Array(text.utf8)
    #expect(read([bytes]) == whole)
    #expect(read(bytes.map { [$0] }) == whole)
    for cut in 1..<bytes.count { #expect(read([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole, "cut at \(cut)") }
  }

  @Test("empty lines before a request are passed over") func emptyLines() {
    #expect(read("\r\n\r\n" + request("Content-Length: 0")).count == 2)
  }

  @Test(
    "what can be read in two ways is refused",
    arguments: [
      (["Content-Length: 5", "Content-Length: 5"], 400), (["Content-Length: 5, 5"], 400), (["Content-Length: +5"], 400),
      (["Content-Length: 0x5"], 400), (["Content-Length: 5 "], 0), (["Content-Length: 99999999999999999999"], 400),
      (["Content-Length: -1"], 400), (["Content-Length:"], 400),
      (["Content-Length: 5", "Transfer-Encoding: chunked"], 400), (["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], 400),
      (["Transfer-Encoding: gzip, chunked"], 501), (["Transfer-Encoding: identity"], 501), (["Transfer-Encoding:\u{b}chunked"], 400),
      (["Content-Length : 5"], 400), (["X-A: 1", " folded"], 400), (["X-A: 1", "\tfolded"], 400), (["X A: 1"], 400), ([": 1"], 400),
      (["no colon"], 400), (["X-A: a\u{0}b"], 400), (["X-A: a\rb"], 400), (["X-A: a\nContent-Length: 5"], 400),
      (["Host: other.example"], 400),
      (["Expect: the unexpected"], 417),
    ]) func smuggling(lines: [String], status: Int)
  {
    let text = (["POST /v1/messages HTTP/1.1", "Host: localhost:3129"] + lines).joined(separator: "\r\n") + "\r\n\r\nhello"
    let seen = read(text)
    if status == 0 { #expect(seen.last == "body hello") } else { #expect(seen == ["refused \(status)"], "\(lines)") }
  }

  @Test(
    "a first line that is none is refused",
    arguments: [
      ("GET  /v1/models HTTP/1.1", 400), ("GET /v1/models", 400), (" GET /v1/models HTTP/1.1", 400), ("G(T /v1/models HTTP/1.1", 400),
      ("GET /v1/models HTTP/2.0", 505), ("GET /v1/models HTTP/1.1 ", 400), ("CONNECT api.anthropic.com:443 HTTP/1.1", 400),
      ("GET http://169.254.169.254/latest HTTP/1.1", 400), ("GET https://evil.example/v1/models HTTP/1.1", 400),
      ("OPTIONS * HTTP/1.1", 400),
      ("GET //evil.example/v1/models HTTP/1.1", 400), ("GET /v1/../admin HTTP/1.1", 400), ("GET /v1/%2e%2e/admin HTTP/1.1", 400),
      ("GET /v1/.%2E/admin HTTP/1.1", 400), ("GET /v1/%252e%252e/admin HTTP/1.1", 400), ("GET /v1/..;/admin HTTP/1.1", 400),
      ("GET /v1%2fadmin HTTP/1.1", 400), ("GET /v1\\admin HTTP/1.1", 400), ("GET /v1%5cadmin HTTP/1.1", 400), ("GET /v1/a#b HTTP/1.1", 400),
      ("GET /v1/%zz HTTP/1.1", 400), ("GET /v1/% HTTP/1.1", 400), ("GET /v1/\u{e9} HTTP/1.1", 400), ("GET /v1/./models HTTP/1.1", 400),
      ("GET @evil.example/ HTTP/1.1", 400), ("GET /v1/a%00b HTTP/1.1", 400),
    ]) func firstLines(line: String, status: Int)
  { #expect(read(request(first: line)) == ["refused \(status)"], "\(line)") }

  @Test("only the loopback's own names are hosts") func hosts() {
    for host in ["127.0.0.1", "127.0.0.1:3129", "localhost", "LOCALHOST:9"] {
      #expect(read("GET /v1/models HTTP/1.1\r\nHost: \(host)\r\n\r\n").count == 2, "\(host)")
    }
    for host in [
      "evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "127.0.0.1:", "127.0.0.1:80x", "[::1]", "", "api.anthropic.com",
    ] {
      #expect(read("GET /v1/models HTTP/1.1\r\nHost: \(host)\r\n\r\n").first?.hasPrefix("refused") == true, "\(host)")
    }
    #expect(read("GET /v1/models HTTP/1.1\r\n\r\n") == ["refused 400"])
    #expect(read("GET /v1/models HTTP/1.0\r\n\r\n").count == 2)
  }

  @Test(
    "chunks that are none are refused",
    arguments: [
      "-1\r\n", "+5\r\nhello\r\n", "\r\n", "g\r\n", "5\nhello\r\n", "5\r\nhello!\r\n0\r\n\r\n", "fffffffff\r\n", "0x5\r\nhello\r\n",
      " 5\r\nhello\r\n",
      "5;\rx\r\nhello\r\n", String(repeating: "0", count: 2000) + "\r\n", "0\r\nX: " + String(repeating: "y", count: 9000),
      "0\r\nTrailer: 1\n\r\n",
    ]) func chunks(body: String)
  {
    #expect(read(request("Transfer-Encoding: chunked") + body).last?.hasPrefix("refused 4") == true)
  }

  @Test("a header has bounds, however it comes") func bounds() {
    let long = "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX: " + String(repeating: "x", count: 70_000)
    #expect(read(long + "\r\n\r\n") == ["refused 431"])
    #expect(read(Array(long.utf8).map { [$0] }) == ["refused 431"])
    let many = (0..<200).map { "X-\($0): 1\r\n" }.joined()
    #expect(read("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\(many)\r\n") == ["refused 431"])
    #expect(read("GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\nHost: localhost\r\n\r\n") == ["refused 414"])
    #expect(read([Array("\u{16}\u{3}\u{1}".utf8) + [UInt8](repeating: 0xff, count: 100_000)]) == ["refused 431"])
  }
}
