import Configuration
import Model
import Platform
import Supervision
import TestSupport
import Testing

/// One answer to many: those that ask the same now, and by rules those that will.
@Suite(.timeLimit(.minutes(15))) struct RuleStories {
  static func request(_ command: String, id: String = "r1") -> AgentRequest {
    AgentRequest(
      id: id, kind: .permission(tool: "Bash", always: true), title: "Run `\(command)`?", detail: command,
      input: #"{"command":"\#(command)"}"#)
  }

  /// Each agent asks for the command that its ticket ends with, and writes what it was answered.
  static func asking() -> ScriptedEngine {
    ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      let command = prompt.text.contains("evil") ? "npm test; rm -rf /" : "npm test"
      return [
        .ask(request(command, id: "r\(prompt.number)")) { answer in [.write("answer.txt", answer == .allow ? "yes" : "no")] }
      ]
    }
  }

  private static func ask(_ settings: inout Settings) { (settings.maxRunning, settings.maxLive) = (50, 60) }

  private static func enqueue(_ world: StoryWorld, _ titles: [String]) async throws -> [TaskID] {
    var intake = Intake(drafts: [], directory: world.repository.path)
    intake.drafts = titles.enumerated().map { TicketDraft(line: $0.offset + 1, ticket: Ticket(title: $0.element)) }
    intake.mode = .ask
    return try await world.supervisor.enqueue(intake).map(\.id)
  }

  private static func answers(_ world: StoryWorld, _ id: TaskID) -> [(AgentAnswer, String)] {
    world.book.events(of: id).compactMap { if case .answered(_, let answer, let by) = $0 { (answer, by) } else { nil } }
  }

  @Test("W11: forty tasks that ask the same are answered by one answer; one that asks for more is not")
  func fortyTasksAreAnsweredOnce() async throws {
    try await StoryWorld.tell(Self.asking(), Self.ask) { world in
      let ids = try await Self.enqueue(world, (1...40).map { "Ticket \($0)" } + ["Ticket evil"])
      await world.book.until { tasks in tasks.values.count { $0.attention?.kind == .permission } == 41 }
      let said = try await world.supervisor.answer(ids[0], request: nil, answer: .allow, scope: .all, term: .work, author: "ana")
      #expect(said.hasPrefix("40 tasks are answered"))
      await world.book.until { tasks in tasks.values.count { $0.phase == .review } == 40 }
      for id in ids.prefix(40) { #expect(Self.answers(world, id).map(\.1) == ["ana, once for 40 tasks"]) }
      #expect(try await world.task(ids[40]).phase == .waiting)
      #expect(await world.supervisor.rules.isEmpty, "an answer for now makes no rule")
    }
  }

  @Test("a rule answers later tasks without calling anybody, says so in each transcript, and survives a restart")
  func aRuleAnswersAndSurvives() async throws {
    try await StoryWorld.tell(Self.asking(), Self.ask) { world in
      let first = try await Self.enqueue(world, ["One", "Two"])
      await world.book.until { tasks in tasks.values.count { $0.attention?.kind == .permission } == 2 }
      _ = try await world.supervisor.answer(first[0], request: nil, answer: .always, scope: .repository, term: .forever, author: "ana")
      for id in first { await world.until(id, .review) }
      #expect(Self.answers(world, first[1]).map(\.1) == ["rule R1: always in code, by ana"])
      #expect(Self.answers(world, first[1]).first?.0 == .allow)
      #expect(await world.supervisor.rules.first?.uses == 2)
      try await world.restart()
      let later = try await Self.enqueue(world, ["Three", "Four evil"])
      await world.until(later[0], .review)
      #expect(Self.answers(world, later[0]).map(\.1) == ["rule R1: always in code, by ana"])
      #expect(!world.book.phases(of: later[0]).contains(.waiting), "nobody was called")
      await world.until(later[1], needs: .permission)
      #expect(Self.answers(world, later[1]).isEmpty, "a rule never widens")
      #expect(await world.supervisor.rules.first?.uses ?? 0 >= 1)
    }
  }

  @Test("a rule ends by the desk's clock") func aRuleExpires() async throws {
    try await StoryWorld.tell(Self.asking(), Self.ask) { world in
      let first = try await Self.enqueue(world, ["One"])[0]
      await world.until(first, needs: .permission)
      _ = try await world.supervisor.answer(first, request: nil, answer: .allow, scope: .repository, term: .seconds(3600), author: "ana")
      await world.until(first, .review)
      world.clock.advance(3000)
      let second = try await Self.enqueue(world, ["Two"])[0]
      await world.until(second, .review)
      world.clock.advance(600)
      let third = try await Self.enqueue(world, ["Three"])[0]
      await world.until(third, needs: .permission)
      #expect(Self.answers(world, third).isEmpty)
    }
  }

  @Test func aRuleForTheWorkEndsWithIt() async throws {
    try await StoryWorld.tell(Self.asking(), Self.ask) { world in
      let first = try await Self.enqueue(world, ["One", "Two evil"])
      for id in first { await world.until(id, needs: .permission) }
      _ = try await world.supervisor.answer(first[0], request: nil, answer: .allow, scope: .repository, term: .work, author: "ana")
      await world.until(first[0], .review)
      let again = try await Self.enqueue(world, ["Three"])[0]
      await world.until(again, .review)
      #expect(Self.answers(world, again).count == 1, "the second one still waits: the work goes on")
      try await world.supervisor.stop(first[1], author: "ana")
      while await world.supervisor.rules.first?.ended == nil { await Task.yield() }
      let last = try await Self.enqueue(world, ["Four"])[0]
      await world.until(last, needs: .permission)
    }
  }

  @Test func aRevokedRuleAnswersNothingMoreAndComesBack() async throws {
    try await StoryWorld.tell(Self.asking(), Self.ask) { world in
      let first = try await Self.enqueue(world, ["One"])[0]
      await world.until(first, needs: .permission)
      _ = try await world.supervisor.answer(first, request: nil, answer: .deny("No."), scope: .repository, term: .forever, author: "ana")
      await world.until(first, .review)
      #expect(try await world.supervisor.revoke([RuleID(1)], author: "bob").first?.endedBy == "revoked by bob")
      try await world.restart()
      let second = try await Self.enqueue(world, ["Two"])[0]
      await world.until(second, needs: .permission)
      await #expect(throws: SupervisionError.self) { try await world.supervisor.revoke([RuleID(1)], author: "bob") }
      _ = try await world.supervisor.restore(RuleID(1))
      let third = try await Self.enqueue(world, ["Three"])[0]
      await world.until(third, .review)
      #expect(Self.answers(world, third).map(\.0) == [.deny("No.")])
      #expect(try await world.task(second).phase == .waiting, "what waited already is the operator's")
    }
  }

  @Test("a request with a secret in it is not answered by a rule") func whatCannotBeToldIsAnsweredAlone() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { _ in [.ask(Self.request("curl -H [redacted]")) { _ in [] }] }
    try await StoryWorld.tell(engine, Self.ask) { world in
      let id = try await Self.enqueue(world, ["One"])[0]
      await world.until(id, needs: .permission)
      await #expect(throws: SupervisionError.self) {
        try await world.supervisor.answer(id, request: nil, answer: .allow, scope: .repository, term: .forever, author: "ana")
      }
      #expect(await world.supervisor.rules.isEmpty)
      #expect(try await world.task(id).phase == .waiting)
      _ = try await world.supervisor.answer(id, request: nil, answer: .allow, scope: .one, term: .work, author: "ana")
      await world.until(id, .review)
    }
  }
}
