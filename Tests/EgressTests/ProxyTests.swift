import Egress
import Model
import Platform
import Sandbox
import Testing

@Suite("proxy", .timeLimit(.minutes(15))) struct ProxyTests {
  private let hello = HelloBytes("api.example.org").bytes

  @Test("an allowed host is reached, with the bytes as they are and counted")
  func allowed() async throws {
    let upstream = try Upstream.echo()
    let bench = try ProxyBench(
      ["api.example.org"], names: ["api.example.org": [["93.184.216.34"]]], detour: upstream.address)
    for place in ["api.example.org:443", "API.Example.ORG:443", "api.example.org.:443"] {
      let (connection, answer) = try await bench.connect(place)
      #expect(answer.hasPrefix("HTTP/1.1 200 "), "\(answer)")
      await connection.write(hello)
      await connection.write([1, 2, 3])
      connection.finishSending()
      var back: [UInt8] = []
      while let bytes = await connection.read() { back += bytes }
      #expect(back == hello + [1, 2, 3])
    }
    #expect(bench.dials.map(\.text) == [String](repeating: "93.184.216.34:443", count: 3))
    let use = try #require(bench.egress.ledger.uses.first)
    #expect(use.place == "api.example.org:443" && use.connections == 3 && !use.isBlocked)
    #expect(use.sent == Int64(3 * (hello.count + 3)) && use.received == use.sent)
    #expect(bench.refusals.isEmpty)
  }

  @Test(
    "what is not listed is refused, in every spelling",
    arguments: [
      ("evil.example.net:443", 403, "evil.example.net:443"), ("api.example.org:80", 403, "api.example.org:80"),
      ("xapi.example.org:443", 403, "xapi.example.org:443"), ("sub.api.example.org:443", 403, "sub.api.example.org:443"),
      ("example.com:443", 403, "example.com:443"), ("badexample.com:443", 403, "badexample.com:443"),
      ("93.184.216.34:443", 403, "93.184.216.34:443"), ("1572395042:443", 400, "1572395042:443:0"),
      ("0x5db8d822:443", 400, "0x5db8d822:443:0"), ("0135.0270.0330.042:443", 400, "0135.0270.0330.042:443:0"),
      ("93.184.55330:443", 400, "93.184.55330:443:0"), ("93.184.216.0x22:443", 400, "93.184.216.0x22:443:0"),
      ("[2606:2800:220:1::1]:443", 403, "[2606:2800:220:1::1]:443"), ("[::ffff:93.184.216.34]:443", 403, "[::ffff:5db8:d822]:443"),
      ("[fe80::1%25eth0]:443", 400, "[fe80::1%25eth0]:443:0"), ("169.254.169.254:443", 403, "169.254.169.254:443"),
      ("127.0.0.1:443", 403, "127.0.0.1:443"), ("localhost:443", 403, "localhost:443"),
      ("user@api.example.org:443", 400, "user@api.example.org:443:0"), ("api.example.org", 400, "api.example.org:0"),
      ("api.example.org:0", 400, "api.example.org:0:0"), ("api.example.org:65979", 400, "api.example.org:65979:0"),
      ("api.example.org:443:443", 400, "api.example.org:443:443:0"), ("api..example.org:443", 400, "api..example.org:443:0"),
      ("api.example.org..:443", 400, "api.example.org..:443:0"), ("münchen.example.org:443", 400, "m?nchen.example.org:443:0"),
      ("api.example.org\u{1}:443", 400, "api.example.org?:443:0"), ("api.example.org/../x:443", 400, "api.example.org/../x:443:0"),
      ("xn--bcher-kva.example.net:443", 403, "xn--bcher-kva.example.net:443"), ("-api.example.org:443", 400, "-api.example.org:443:0"),
      (":443", 400, ":443:0"), ("*.example.com:443", 400, "*.example.com:443:0"),
    ])
  func refused(place: String, status: Int, told: String) async throws {
    let bench = try ProxyBench(["api.example.org", "*.example.com"], names: [:])
    let (_, answer) = try await bench.connect(place)
    #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
    #expect(answer.contains("carrel: "))
    #expect(bench.dials.isEmpty)
    let refusal = try #require(bench.refusals.first)
    let shown = refusal.host.contains(":") && refusal.port > 0 ? "[\(refusal.host)]:\(refusal.port)" : "\(refusal.host):\(refusal.port)"
    #expect(shown == told && refusal.canBeAllowed == (status == 403))
  }

  @Test("a suffix begins at a dot, and its own port counts")
  func suffixes() async throws {
    let upstream = try Upstream.echo()
    let bench = try ProxyBench(
      ["*.example.com:8443"], names: ["a.example.com": [["93.184.216.34"]], "a.b.example.com": [["93.184.216.34"]]],
      detour: upstream.address)
    for place in ["a.example.com:8443", "A.B.example.com.:8443"] {
      #expect(try await bench.connect(place).answer.hasPrefix("HTTP/1.1 200 "))
    }
    for place in ["a.example.com:443", "example.com:8443", "bexample.com:8443"] {
      #expect(try await bench.connect(place).answer.hasPrefix("HTTP/1.1 403 "))
    }
  }

  @Test(
    "only CONNECT is done",
    arguments: [
      ("GET http://api.example.org/secret-path?key=1 HTTP/1.1\r\nHost: api.example.org\r\n\r\n", 405),
      ("POST http://user:word@api.example.org:80/x HTTP/1.1\r\n\r\n", 405), ("connect api.example.org:443 HTTP/1.1\r\n\r\n", 405),
      ("OPTIONS * HTTP/1.1\r\n\r\n", 405), ("CONNECT  api.example.org:443 HTTP/1.1\r\n\r\n", 400),
      ("CONNECT api.example.org:443\r\n\r\n", 400), ("\u{5}\u{1}\u{0}\r\n\r\n", 400), ("\n\n", 400),
    ])
  func onlyConnect(head: String, status: Int) async throws {
    let bench = try ProxyBench(["api.example.org"])
    let (_, answer) = try await bench.ask(head)
    #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
    #expect(bench.dials.isEmpty)
    // Neither path nor login is kept.
    for use in bench.egress.ledger.uses { #expect(!use.place.contains("secret") && !use.place.contains("word")) }
    if status == 405 { #expect(answer.contains("Allow: CONNECT") && answer.contains("plain HTTP does not leave")) }
  }

  @Test(
    "names that stand for what is not public are refused",
    arguments: [
      "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.1.1", "169.254.169.254", "168.63.129.16", "0.0.0.0",
      "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
      "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:1::f5ff:fffe", "ff02::1", "::127.0.0.1", "2001:db8::1",
    ])
  func privateResults(address: String) async throws {
    let bench = try ProxyBench(["api.example.org"], names: ["api.example.org": [[address]]])
    let (_, answer) = try await bench.connect("api.example.org:443")
    #expect(answer.hasPrefix("HTTP/1.1 403 ") && answer.contains("not public"), "\(answer)")
    #expect(bench.dials.isEmpty)
  }

  @Test("a host that is listed as private may be; metadata may not even then, unless the address itself is listed")
  func listedAsPrivate() async throws {
    let upstream = try Upstream.echo()
    let bench = try ProxyBench(
      ["gitea.lab/private", "meta.lab/private", "169.254.169.254:80", "10.0.0.5:8080"],
      names: ["gitea.lab": [["10.0.0.7"]], "meta.lab": [["169.254.169.254"]]], detour: upstream.address)
    #expect(try await bench.connect("gitea.lab:443").answer.hasPrefix("HTTP/1.1 200 "))
    #expect(try await bench.connect("meta.lab:443").answer.hasPrefix("HTTP/1.1 403 "))
    #expect(try await bench.connect("169.254.169.254:80").answer.hasPrefix("HTTP/1.1 200 "))
    #expect(try await bench.connect("10.0.0.5:8080").answer.hasPrefix("HTTP/1.1 200 "))
    #expect(try await bench.connect("10.0.0.5:443").answer.hasPrefix("HTTP/1.1 403 "))
  }

  @Test("a name that answers otherwise the second time is checked again, and what was checked is what is connected to")
  func rebinding() async throws {
    let upstream = try Upstream.echo()
    let bench = try ProxyBench(
      ["api.example.org"],
      names: ["api.example.org": [["93.184.216.34"], ["127.0.0.1", "169.254.169.254"], ["127.0.0.1", "93.184.216.35"]]],
      detour: upstream.address)
    #expect(try await bench.connect("api.example.org:443").answer.hasPrefix("HTTP/1.1 200 "))
    #expect(try await bench.connect("api.example.org:443").answer.hasPrefix("HTTP/1.1 403 "))
    #expect(try await bench.connect("api.example.org:443").answer.hasPrefix("HTTP/1.1 200 "))
    #expect(bench.dials.map(\.host) == ["93.184.216.34", "93.184.216.35"])
  }

  @Test("what an operator allows holds at once, and what is taken away is refused")
  func changingRules() async throws {
    let upstream = try Upstream.echo()
    let bench = try ProxyBench([], names: ["api.example.org": [["93.184.216.34"]]], detour: upstream.address)
    #expect(try await bench.connect("api.example.org:443").answer.contains("allow api.example.org:443"))
    var rules = HostRules()
    rules.add([try HostRule(parsing: "api.example.org")], from: "an operator")
    bench.egress.rules = rules
    #expect(try await bench.connect("api.example.org:443").answer.hasPrefix("HTTP/1.1 200 "))
    bench.egress.rules = HostRules()
    #expect(try await bench.connect("api.example.org:443").answer.hasPrefix("HTTP/1.1 403 "))
    // Told once, counted twice.
    #expect(bench.refusals.count == 1 && bench.egress.ledger.uses.first?.refusals == 2)
  }

  @Test("an upstream that refuses, is unknown or does not answer is said so")
  func troubleUpstream() async throws {
    let bench = try ProxyBench(
      ["refused.example.org", "unknown.example.org"], names: ["refused.example.org": [["93.184.216.34"]]],
      connect: { address, _ async throws(PlatformError) in throw .address(path: address.text, reason: "Connection refused") })
    let refused = try await bench.connect("refused.example.org:443").answer
    #expect(refused.hasPrefix("HTTP/1.1 504 ") && refused.contains("Connection refused"))
    let unknown = try await bench.connect("unknown.example.org:443").answer
    #expect(unknown.hasPrefix("HTTP/1.1 502 ") && unknown.contains("resolving unknown.example.org failed: it has no address"))
    // Neither is the list's doing.
    #expect(bench.refusals.isEmpty)
  }

  @Test("a head that is too long, or does not come to its end, ends the connection")
  func heads() async throws {
    var limits = ProxyBench.patient
    limits.headSeconds = 0.2
    let bench = try ProxyBench(["api.example.org"], limits: limits)
    let slow = try await bench.dial()
    await slow.write(Array("CONNECT api.example.org:443 HTTP/1.1\r\n".utf8))
    #expect(await slow.read() == nil)
    let quick = try ProxyBench(["api.example.org"])
    let (_, answer) = try await quick.ask(
      "CONNECT api.example.org:443 HTTP/1.1\r\nX: " + String(repeating: "y", count: 20_000) + "\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 431 "), "\(answer)")
    #expect(bench.dials.isEmpty && quick.dials.isEmpty)
  }

  @Test("connections beyond the limit are closed, and room comes back")
  func flood() async throws {
    var limits = ProxyBench.patient
    limits.connections = 8
    let bench = try ProxyBench(["api.example.org"], limits: limits)
    var held: [TCPConnection] = []
    for _ in 0..<8 {
      let connection = try await bench.dial()
      await connection.write(Array("CONNECT".utf8))
      held.append(connection)
    }
    // The next ones are closed without a word; how many of the first were accepted by then does not matter.
    for _ in 0..<100 { #expect(try await bench.dial().read() == nil) }
    #expect(bench.egress.ledger.uses.first?.reason == "more than 8 connections at a time")
    for connection in held { connection.close() }
    var answer = ""
    while answer.isEmpty { answer = try await bench.connect("other.example.org:443").answer }
    #expect(answer.hasPrefix("HTTP/1.1 403 "))
  }

  @Test("half a connection goes on, both ways")
  func halfClose() async throws {
    let upstream = try Upstream { connection in
      var count = 0
      while let bytes = await connection.read() { count += bytes.count }
      await connection.write(Array("got \(count)".utf8))
    }
    let bench = try ProxyBench(["api.example.org"], names: ["api.example.org": [["93.184.216.34"]]], detour: upstream.address)
    let (connection, _) = try await bench.connect("api.example.org:443")
    await connection.write(hello)
    connection.finishSending()
    var back: [UInt8] = []
    while let bytes = await connection.read() { back += bytes }
    #expect(String(decoding: back, as: UTF8.self) == "got \(hello.count)")
  }

  @Test("closing the door ends what goes through it")
  func closing() async throws {
    let upstream = try Upstream.echo()
    let bench = try ProxyBench(["api.example.org"], names: ["api.example.org": [["93.184.216.34"]]], detour: upstream.address)
    let (connection, _) = try await bench.connect("api.example.org:443")
    await connection.write(hello)
    #expect(await connection.read()?.isEmpty == false)
    bench.door.keeper.close()
    while await connection.read() != nil {}
    await #expect(throws: PlatformError.self) { try await bench.dial() }
  }

  @Test("a program that makes up names fills neither the ledger nor the operator's screen")
  func ledgerIsBounded() throws {
    let ledger = HostLedger()
    for number in 0..<5000 { ledger.refuse("h\(number).example.org", 443, reason: "not listed", canBeAllowed: true) }
    #expect(ledger.uses.count == HostLedger.mostHosts + 1)
    let others = try #require(ledger.uses.first)
    #expect(others.host == HostLedger.others && others.refusals == 5000 - HostLedger.mostHosts)
  }
}
