import Interface
import Model
import Testing
import Wire

/// The page of the rules.
@Suite struct RulesPageTests {
  static func rules() throws -> [AnswerRule] {
    var book = RuleBook()
    for (command, term) in [("swift test", RuleTerm.work), ("npm ci\u{1B}[2J && npm test", .seconds(86_400)), ("make lint", .forever)] {
      let request = AgentRequest(
        id: "r", kind: .permission(tool: "Bash", always: true), title: "Run `\(command)`?", input: #"{"command":"\#(command)"}"#)
      let asked = try #require(RequestFingerprint(request, engine: "claude", workspace: nil))
      let rule = book.add(
        asked: asked, in: "https://git.lab/ops/shop.git", title: request.title, answer: command == "make lint" ? .deny("no") : .allow,
        author: "ana",
        term: term, at: TaskFixtures.moment(minutesAgo: 60))
      book.count(rule.id)
    }
    _ = book.revoke(RuleID(3), by: "bob", at: TaskFixtures.moment(minutesAgo: 5))
    return book.rules
  }

  static func page(_ size: (Int, Int) = (120, 40)) throws -> Stage {
    var stage = Stage(tasks: TaskFixtures.desk, width: size.0, height: size.1)
    stage.keys(":")
    stage.type("rules: answers")
    stage.keys("Enter")
    stage.reply(.rules(try rules()))
    return stage
  }

  @Test("x revokes the rule under the cursor, u brings the last one back") func revoking() throws {
    var stage = try Self.page()
    #expect(stage.requests == [.rules])
    stage.clear()
    stage.keys("j x")
    #expect(stage.requests == [.revokeRules([RuleID(1)])])
    stage.clear()
    stage.keys("u")
    #expect(stage.requests == [.restoreRule(RuleID(3))])
    stage.clear()
    stage.keys("G x")
    #expect(stage.requests.isEmpty && stage.text.contains("no rule here that holds"))
  }

  @Test func withoutRulesThePageSaysHowTheyAreMade() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys(":")
    stage.type("rules: answers")
    stage.keys("Enter")
    stage.reply(.rules([]))
    #expect(stage.text.contains("No rules."))
    stage.keys("x u j k Esc")
    #expect(stage.state.modals.isEmpty)
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func page(width: Int, height: Int) throws {
    expectGolden(try Self.page((width, height)).canvas, "rules-\(width)x\(height)")
  }
}
