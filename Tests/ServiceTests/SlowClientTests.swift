import Client
import Model
import Platform
import Supervision
import TestSupport
import Testing
import Wire

/// A client that takes nothing (a stopped terminal, a dead line) costs a bounded amount of memory and holds up nobody.
@Suite struct SlowClientTests {
  @Test("F38: a client that never reads is let go and holds up nobody")
  func aClientThatNeverReads() async throws {
    try await House.use { house in
      try await house.serve { supervisor, announce in
        let deaf = try UnixConnection.connect(house.socket)
        let hello = ClientHello(protocolVersion: MessageCodec.protocolVersion, version: House.version, author: "deaf")
        #expect(deaf.send(MessageCodec.encode(ClientMessage(id: 1, request: .hello(hello)))))
        #expect(deaf.send(MessageCodec.encode(ClientMessage(id: 2, request: .attach))))
        #expect(deaf.send(MessageCodec.encode(ClientMessage(id: 3, request: .viewing(TaskID(1), at: ViewPlace(holds: true))))))
        let ana = try await house.client("ana")
        try await ana.attach()
        try await ana.look(2)
        try await ana.until(1, isOf: "deaf")
        // Far more than a connection may have waiting.
        let piece = String(repeating: "x", count: 64 << 10)
        var sent = 0
        for number in 0..<400 {
          announce(.message(.info, "\(number) \(piece)"))
          sent += 1
          // The other one takes everything as it comes, and its requests are answered in between.
          try await Patience.until("ana to have taken \(sent)", deadline: 60) { ana.notices >= sent }
          if number % 100 == 0 { #expect(try await ana.refusal(.task(TaskID(2))) == nil) }
        }
        // It is gone, and so is what it held.
        try await ana.until(1, isOf: nil)
        guard case .status(let status) = try await ana.client.request(.status) else { throw TestRepositoryFailure(text: "no status") }
        #expect(status.clients == 1)
        deaf.close()
        #expect(await supervisor.tasks.count == 3)
      }
    }
  }
}
