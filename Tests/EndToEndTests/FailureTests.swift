import Client
import Glibc
import JSON
import Model
import Platform
import TestSupport
import Testing
import Wire

extension EndToEnd {
  /// Failures that other programs of this kind really had (docs/failures.md).
  @Suite("What happened to others")
  struct FailureTests {
    @Test("F21: a hundred clients that come and go, half of them without a word, leave no descriptor behind")
    func clientsComeAndGo() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("One")
        try await carrel.ok("wait", "T1")
        let pid = try await carrel.servicePID()
        func descriptors() throws -> Int { try Files.list("/proc/\(pid)/fd").count }
        let warm = try await carrel.connect("ann")
        _ = try await warm.request(.attach)
        warm.close()
        try await Patience.until("no client") { try await carrel.ok("service", "status").output.contains(" 1 client") }
        let before = try descriptors()
        let version = try await carrel.ok("version").output.split(separator: " ").last.map { String($0.dropLast()) } ?? ""
        for round in 0..<100 {
          if round % 2 == 0 {
            let client = try await carrel.connect("ann")
            _ = try await client.request(.attach)
            client.close()
          } else {
            // One that is cut off in the middle of a message, as when its ssh dies.
            let client = try UnixConnection.connect(carrel.socket)
            let hello = ClientHello(protocolVersion: MessageCodec.protocolVersion, version: version, author: "zoe")
            #expect(client.send(MessageCodec.encode(ClientMessage(id: 1, request: .hello(hello)))))
            #expect(client.send(MessageCodec.encode(ClientMessage(id: 2, request: .attach))))
            #expect(client.send(Array("{\"id\":3,".utf8)))
            client.close()
          }
        }
        try await Patience.until("as many descriptors as before") { try descriptors() <= before }
        #expect(try await carrel.state(of: "T1") == "review")
        try await carrel.ok("discard", "T1", "--yes")
      }
    }

    @Test("F29: a message of any bytes reaches the engine as it was typed, as one message, once")
    func anyMessage() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("One")
        try await carrel.ok("wait", "T1")
        let odd = [
          "one\ntwo\n\nfour\n", "a; rm -rf /; echo `x` $(y) \"q\" 'q' \\ \\n %s #", "  spaces  \t\ttabs\t",
          "日本語 👩‍👩‍👧 é e\u{301} \u{202E}rtl\u{202C} \u{200B}",
          "\u{1}\u{7}\u{1B}[31mred\u{1B}[0m\u{7F}\u{85}", "-", "/compact", "!ls", "@file",
          String(repeating: "0123456789abcdef", count: 12_800),
          "{\"type\":\"user\"}\n{\"type\":\"result\"}", "\r\nwindows\r\n",
        ]
        let client = try await carrel.connect("ann")
        for text in odd {
          _ = try await client.request(.send(TaskID(1), text: text, author: "ann"))
          try await carrel.ok("wait", "T1")
        }
        client.close()
        let sent = try carrel.messagesSent("T1")
        #expect(Array(sent.dropFirst()) == odd)
        try await carrel.ok("discard", "T1", "--yes")
      }
    }
  }
}
