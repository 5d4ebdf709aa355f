import Client
import Model
import TestSupport
import Testing
import Wire

/// Claims and deeds, and hunks that were seen elsewhere, over the service's socket.
@Suite struct EvidenceRequestTests {
  @Test func evidenceIsAnsweredFromTheStore() async throws {
    try await House.use { house in
      try await house.serve { _, _ in
        let ana = try await house.client("ana")
        guard case .evidence(let evidence) = try await ana.client.request(.evidence(TaskID(1))) else {
          Issue.record("not answered with evidence")
          return
        }
        #expect(evidence == Evidence(task: TaskID(1), deeds: [], runs: [:], claims: []))
        #expect(try await ana.refusal(.evidence(TaskID(99)))?.kind == .noSuchTask)
      }
    }
  }

  @Test func whoReviewedNothingHasSeenNothing() async throws {
    try await House.use { house in
      try await house.serve { _, _ in
        let ana = try await house.client("ana")
        let reply = try await ana.client.request(.seenHunks(TaskID(1), tree: "abc"))
        #expect(reply == .seenHunks(SeenHunks(tree: "abc")))
        #expect(try await ana.refusal(.seenHunks(TaskID(99), tree: "abc"))?.kind == .noSuchTask)
        #expect(try await ana.refusal(.keepReview(TaskID(1), OperatorReview(files: ["a": ReviewedFile(blob: "b")]))) == nil)
      }
    }
  }

  @Test func whatIsSaidIsReadAgain() throws {
    let runs = LastRuns(Deed(seq: 7, time: Timestamp(milliseconds: 5), turn: 2, kind: .test, command: "make test", outcome: .failed(2)))
    let claim = Claim(text: "All tests pass.", kinds: [.test])
    let evidence = Evidence(task: TaskID(1), deeds: [runs.last], runs: [.test: runs], claims: [claim])
    let seen = SeenHunks(tree: "t", files: ["a": SeenHunks.File(blob: "b", pieces: 2, blocks: ["1:x": TaskID(7)])])
    for reply in [Reply.evidence(evidence), .seenHunks(seen)] {
      let line = MessageCodec.encode(ServiceMessage.reply(id: 1, reply))
      #expect(try MessageCodec.decode(ServiceMessage.self, from: Array(line.dropLast())) == .reply(id: 1, reply))
    }
  }
}
