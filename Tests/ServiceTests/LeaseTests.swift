import Client
import Model
import TestSupport
import Testing
import Wire

/// Two operators at one service: who looks where, and who may act.
@Suite struct LeaseTests {
  @Test("F39: what one operator reviews another can only look at, and is told whose it is")
  func whatOneReviewsTheOtherOnlyLooksAt() async throws {
    try await House.use { house in
      try await house.serve { _, _ in
        let (ana, bob) = (try await house.client("ana"), try await house.client("bob"))
        try await ana.attach()
        try await bob.attach()
        try await ana.look(1, "hunk 7 of login.swift", holds: true)
        try await bob.look(1)
        try await bob.until("where ana is") {
          $0.others(than: "bob") == [
            OperatorPlace(author: "ana", task: TaskID(1), place: ViewPlace(words: "hunk 7 of login.swift", holds: true))
          ]
        }
        #expect(bob.presence.lease(of: TaskID(1))?.holder == "ana")
        let guarded: [Request] = [
          .approve(TaskID(1), ApproveOptions()), .discard(TaskID(1)), .answer(TaskID(1), request: nil, answer: .allow, author: "bob"),
          .send(TaskID(1), text: "hello", author: "bob"), .tick(TaskID(1), ["a": "b"]), .retry(TaskID(1), RetryChange()),
          .rewind(TaskID(1), checkpoint: "0", author: "bob"),
        ]
        for request in guarded {
          let refusal = try #require(try await bob.refusal(request))
          #expect(refusal.kind == .refused)
          #expect(refusal.text.hasPrefix("T1 is ana's (hunk 7 of login.swift) since 0 s: ask for it"), "\(refusal.text)")
        }
        // Looking is free, other tasks are free, and so is what ana does herself, also from another terminal.
        #expect(try await bob.refusal(.transcript(TaskID(1), after: nil, before: nil, limit: 10)) == nil)
        #expect(try await bob.refusal(.discard(TaskID(2))) == nil)
        let shell = try await house.client("ana")
        #expect(try await shell.refusal(.discard(TaskID(1))) == nil)
      }
    }
  }

  @Test func aLeaseGoesWithWhoeverMovesOnOrIsCut() async throws {
    try await House.use { house in
      try await house.serve { _, _ in
        let (ana, bob, cem) = (try await house.client("ana"), try await house.client("bob"), try await house.client("cem"))
        for guest in [ana, bob, cem] { try await guest.attach() }
        try await ana.look(1, holds: true)
        try await bob.look(1, holds: true)
        try await cem.until(1, isOf: "ana")
        // She only looks now, but has not moved on.
        try await ana.look(1)
        #expect(try await bob.refusal(.discard(TaskID(1))) != nil)
        try await ana.look(2, holds: true)
        try await cem.until(1, isOf: "bob")
        try await cem.until(2, isOf: "ana")
        ana.client.close()
        try await cem.until(2, isOf: nil)
        try await cem.until("that ana is gone") { !$0.operators.contains { $0.author == "ana" } }
        #expect(try await cem.refusal(.discard(TaskID(2))) == nil)
        bob.client.close()
        // Alone again: there is nothing to tell.
        try await cem.until("that nobody else is here") { $0 == Presence() }
      }
    }
  }

  @Test func aTaskIsAskedForAndHandedOver() async throws {
    try await House.use { house in
      try await house.serve { _, _ in
        let (ana, bob) = (try await house.client("ana"), try await house.client("bob"))
        try await ana.attach()
        try await bob.attach()
        #expect(try await bob.lease(1, .ask)?.text == "Asking for T1: nobody holds it, you can act.")
        try await ana.look(1, holds: true)
        try await bob.look(1, holds: true)
        #expect(try await ana.lease(1, .handOver)?.text == "Handing T1 over: nobody asked for it.")
        #expect(try await bob.lease(1, .handOver)?.text == "Handing T1 over: it is ana's, not yours.")
        #expect(try await bob.lease(1, .ask) == nil)
        try await ana.until("that bob asks") { $0.lease(of: TaskID(1))?.asked == ["bob"] }
        #expect(try await ana.lease(1, .handOver) == nil)
        try await bob.until(1, isOf: "bob")
        #expect(try await ana.refusal(.discard(TaskID(1))) != nil)
        #expect(try await bob.refusal(.discard(TaskID(1))) == nil)
      }
    }
  }

  @Test func aTaskIsTakenOverOnlyAfterAskingOrFromWhoeverIsAway() async throws {
    try await House.use { house in
      try await house.serve { _, _ in
        let (ana, bob) = (try await house.client("ana"), try await house.client("bob"))
        try await ana.attach()
        try await bob.attach()
        try await ana.look(1, holds: true)
        try await bob.look(1, holds: true)
        #expect(try await bob.lease(1, .takeOver)?.text == "Taking T1 over: ana is at work on it and was not asked; ask for it first.")
        #expect(try await bob.lease(1, .ask) == nil)
        house.clock.pass(seconds: 12)
        let early = try #require(try await bob.lease(1, .takeOver))
        #expect(early.text == "Taking T1 over: ana was asked just now and has 18 s left to answer; try again then.")
        house.clock.pass(seconds: 18)
        #expect(try await bob.lease(1, .takeOver) == nil)
        try await ana.until(1, isOf: "bob")
        // Away, or five minutes without a move, and nobody needs to be asked.
        #expect(try await ana.lease(1, .takeOver) != nil)
        try await bob.look(1, holds: true, away: true)
        #expect(try await ana.lease(1, .takeOver) == nil)
        house.clock.pass(seconds: 301)
        try await bob.look(1, holds: true)
        #expect(try await bob.lease(1, .takeOver) == nil)
      }
    }
  }

  @Test func theCommandLineTakesOverWithAWordAndGivesBackByEnding() async throws {
    try await House.use { house in
      try await house.serve { _, _ in
        let ana = try await house.client("ana")
        try await ana.attach()
        try await ana.look(1, holds: true)
        let command = try await house.client("bob")
        #expect(try await command.refusal(.discard(TaskID(1))) != nil)
        #expect(try await command.lease(1, .takeOverNow) == nil)
        try await ana.until(1, isOf: "bob")
        #expect(try await ana.refusal(.discard(TaskID(1)))?.text.hasPrefix("T1 is bob's since") == true)
        command.client.close()
        try await ana.until(1, isOf: nil)
        #expect(try await ana.refusal(.discard(TaskID(1))) == nil)
      }
    }
  }

  @Test func aRestartedServiceKnowsNobody() async throws {
    try await House.use { house in
      try await house.serve { _, _ in
        let ana = try await house.client("ana")
        try await ana.attach()
        try await ana.look(1, holds: true)
      }
      try await house.serve { _, _ in
        let bob = try await house.client("bob")
        #expect(try await bob.refusal(.discard(TaskID(1))) == nil)
      }
    }
  }

  @Test func manyMovesAreToldFewTimes() async throws {
    try await House.use { house in
      try await house.serve { _, _ in
        let (ana, bob) = (try await house.client("ana"), try await house.client("bob"))
        try await ana.attach()
        try await bob.attach()
        try await ana.look(1)
        try await bob.look(1)
        for hunk in 1...400 { try await ana.look(1, "hunk \(hunk)", holds: true) }
        try await bob.until("the last of her places") { $0.others(than: "bob").first?.place.words == "hunk 400" }
        #expect(bob.told < 200, "\(bob.told)")
        let told = bob.told
        // What did not change is not told again.
        for _ in 0..<20 { try await ana.look(1, "hunk 400", holds: true) }
        #expect(bob.told == told)
      }
    }
  }
}
