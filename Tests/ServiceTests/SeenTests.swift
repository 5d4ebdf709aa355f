import Client
import Model
import Supervision
import TestSupport
import Testing
import Wire

/// What each operator had seen when they left is kept for them.
@Suite struct SeenTests {
  @Test func theMarkIsEachOperatorsOwnAndSurvivesTheService() async throws {
    try await House.use { house in
      let start = house.clock.now
      try await house.serve { supervisor, _ in
        let ana = try await house.client("ana")
        let first = try await ana.attach()
        #expect(first.seen == nil)
        try await ana.look(1)
        let bob = try await house.client("bob")
        try await bob.attach()
        try await bob.look(2)
        // A command that attaches, as `carrel wait` does, is nobody's visit.
        let command = try await house.client("cem")
        try await command.attach()
        command.client.close()
        house.clock.pass(seconds: 60)
        ana.client.close()
        try await Patience.until("ana's mark") { await supervisor.kept("seen:ana") != nil }
        house.clock.pass(seconds: 60)
        #expect(await supervisor.kept("seen:cem") == nil)
      }
      house.clock.pass(seconds: 3600)
      try await house.serve { _, _ in
        let ana = try await house.client("ana").attach()
        #expect(ana.seen?.time == Timestamp(milliseconds: start.milliseconds + 60_000))
        // He was there until the service ended.
        let bob = try await house.client("bob").attach()
        #expect(bob.seen?.time == Timestamp(milliseconds: start.milliseconds + 120_000))
        let cem = try await house.client("cem").attach()
        #expect(cem.seen == nil)
      }
    }
  }

  @Test func whoLooksAwayHasSeenNothingSince() async throws {
    try await House.use { house in
      let start = house.clock.now
      try await house.serve { supervisor, _ in
        let (ana, second) = (try await house.client("ana"), try await house.client("ana"))
        try await ana.attach()
        try await second.attach()
        try await ana.look(1)
        try await second.look(nil)
        // One of two terminals goes: she is still here.
        second.client.close()
        try await ana.look(1, away: true)
        house.clock.pass(seconds: 600)
        ana.client.close()
        try await Patience.until("the mark of when she looked away") {
          await supervisor.kept("seen:ana")?.contains("\(start.milliseconds)") == true
        }
      }
    }
  }
}
