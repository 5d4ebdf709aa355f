import Model
import Supervision
import TestSupport
import Testing

/// What an agent claims stands beside what it ran, in the record and for whoever asks; and what one task's review says to the others.
@Suite(.timeLimit(.minutes(15))) struct EvidenceStories {
  private static func run(_ id: String, _ command: String, _ code: Int) -> [ScriptedStep] {
    let call = ToolCall(id: id, kind: .execute, name: "Bash", title: command, input: "{\"command\":\"\(command)\"}")
    return [
      .event(.toolStarted(call)), .event(.toolFinished(id: id, status: code == 0 ? .ok : .failed, output: "", exitCode: code)),
    ]
  }

  @Test("A green run and what was changed after it are in the record at the end of the turn, after a restart, and in the answer")
  func claimsAndDeeds() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.number == 0
        ? Self.run("r1", "make test", 0) + [.write("a.txt", "a\n"), .say("All tests pass.")]
        : Self.run("r2", "make test | tail", 0) + Self.run("r3", "make test", 0) + [.say("All tests pass.")]
    }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Fix it")[0]
      await world.book.until { $0[id]?.phase == .review && $0[id]?.evidence != nil }
      #expect(try await world.task(id).evidence?.word == "tests: green, then 1 file changed")
      try await world.restart()
      #expect(try await world.task(id).evidence?.word == "tests: green, then 1 file changed")
      let first = try await world.supervisor.evidence(id)
      #expect(first.deeds.map(\.command) == ["make test"] && first.deeds.first?.outcome == .passed)
      try await world.supervisor.send(id, text: "And again", author: "ana")
      await world.book.until { $0[id]?.phase == .review && $0[id]?.evidence?.word == "tests: green" }
      let second = try await world.supervisor.evidence(id)
      #expect(second.deeds.map(\.outcome) == [.passed, .hidden(.pipe), .passed])
      #expect(EvidenceText.evidenceLines(second) == ["- `make test` succeeded, run by the agent; nothing changed after it"])
    }
  }

  @Test("A task that ran nothing and claims nothing has no evidence, and one that only claims says so")
  func nothingSeen() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      [.write("a.txt", "a\n"), .say(prompt.text.contains("Loud") ? "All tests pass." : "Done."), .end(.completed)]
    }
    try await StoryWorld.tell(engine) { world in
      let ids = try await world.add("Loud", "Quiet")
      for id in ids { await world.until(id, .review) }
      await world.supervisor.settle()
      #expect(try await world.supervisor.evidence(ids[1]).isEmpty)
      #expect(try await world.task(ids[1]).evidence == nil)
      let loud = try await world.supervisor.evidence(ids[0])
      #expect(loud.claims.map(\.verdict) == [.notSeen])
      #expect(EvidenceText.evidenceLines(loud) == ["- tests: no run was seen"])
    }
  }

  private static let lock = (1...40).map { "  \"package\($0)\": \"1.\($0)\"" }.joined(separator: "\n") + "\n"

  @Test(
    "A lock file that one operator reviewed in one task is known to him in the others, and to nobody else; taking it back takes it back")
  func seenInAnotherTask() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      [
        .write("package-lock.json", Self.lock), .write("note-\(prompt.task.number).txt", "what only this task says, at some length\n"),
        .write("ci/run.sh", "echo a script that has to be looked at each time\n"),
      ]
    }
    try await StoryWorld.tell(engine) { world in
      let ids = try await world.add("One", "Two")
      for id in ids { await world.until(id, .review) }
      await world.supervisor.settle()
      let first = try await world.supervisor.diff(ids[0])
      let second = try await world.supervisor.diff(ids[1])
      func seen(_ reader: String = "ana") async throws -> SeenHunks {
        try await world.supervisor.seenHunks(ids[1], tree: second.summary.tree, of: reader)
      }
      #expect(try await seen().files.isEmpty)
      let all = Dictionary(uniqueKeysWithValues: first.files.map { ($0.path, ReviewedFile(blob: $0.blob)) })
      try await world.supervisor.keep(OperatorReview(files: all), of: "ana", ids[0])
      #expect(try await seen().files.keys.sorted() == ["package-lock.json"], "neither another text nor a sensitive file")
      #expect(try await seen().files["package-lock.json"]?.blocks.values.first == ids[0])
      #expect(try await seen("bob").files.isEmpty)
      try await world.restart()
      #expect(try await seen().files.count == 1)
      try await world.supervisor.keep(OperatorReview(), of: "ana", ids[0])
      #expect(try await seen().files.isEmpty)
    }
  }

  @Test("What was approved was reviewed by who approved it")
  func approvedIsReviewed() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { _ in [.write("package-lock.json", Self.lock)] }
    try await StoryWorld.tell(engine) { world in
      let ids = try await world.add("One", "Two")
      for id in ids { await world.until(id, .review) }
      await world.supervisor.settle()
      let second = try await world.supervisor.diff(ids[1])
      let before = try await world.supervisor.seenHunks(ids[1], tree: second.summary.tree, of: "ana")
      #expect(before.files.isEmpty)
      try await world.approve(ids[0])
      let after = try await world.supervisor.seenHunks(ids[1], tree: second.summary.tree, of: "ana")
      #expect(after.files["package-lock.json"]?.blocks.values.first == ids[0])
      #expect(try await world.supervisor.seenHunks(ids[1], tree: second.summary.tree, of: "bob").files.isEmpty)
    }
  }
}
