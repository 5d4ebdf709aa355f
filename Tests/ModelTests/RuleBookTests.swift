import Model
import Testing

/// Rules: what they answer, how long, and how they end.
@Suite struct RuleBookTests {
  private static let start = Timestamp(milliseconds: 1_790_000_000_000)
  private static func later(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: start.milliseconds + seconds * 1000) }
  private static func asked(_ command: String) throws -> RequestFingerprint {
    try #require(
      RequestFingerprint(
        AgentRequest(id: "r", kind: .permission(tool: "Bash", always: true), title: "?", input: #"{"command":"\#(command)"}"#),
        engine: "claude", workspace: nil))
  }

  private static func add(_ book: inout RuleBook, _ command: String, _ term: RuleTerm, in repository: String = "/code/api") throws
    -> AnswerRule
  {
    book.add(
      asked: try asked(command), in: repository, title: "Run `\(command)`?", answer: .always, author: "ana", term: term, at: start)
  }

  @Test func aRuleAnswersItsRepositoryOnly() throws {
    var book = RuleBook()
    let rule = try Self.add(&book, "npm test", .forever)
    #expect(rule.answer == .allow, "the engine is not told to remember")
    #expect(book.rule(for: try Self.asked("npm test"), in: "/code/api", at: Self.later(1))?.id == RuleID(1))
    #expect(book.rule(for: try Self.asked("npm test"), in: "/code/web", at: Self.later(1)) == nil)
    #expect(book.rule(for: try Self.asked("npm test; rm -rf /"), in: "/code/api", at: Self.later(1)) == nil)
    #expect(rule.signature == "rule R1: always in api, by ana")
  }

  @Test func itEndsByTheClock() throws {
    var book = RuleBook()
    _ = try Self.add(&book, "make", .seconds(3600))
    #expect(book.inForce(at: Self.later(3599)).count == 1)
    #expect(book.inForce(at: Self.later(3600)).isEmpty)
    // A clock that was set back does not lengthen it.
    #expect(book.inForce(at: Self.later(-10)).isEmpty)
    #expect(try Self.add(&book, "x", .seconds(.infinity)).expires != nil, "absurd lengths do not trap")
  }

  @Test func itIsRevokedAndBroughtBack() throws {
    var book = RuleBook()
    _ = try Self.add(&book, "make", .forever)
    let ends = book.revoke(RuleID(1), by: "bob", at: Self.later(5))
    #expect(ends)
    let endsTwice = book.revoke(RuleID(1), by: "bob", at: Self.later(5))
    #expect(!endsTwice)
    #expect(book.rule(for: try Self.asked("make"), in: "/code/api", at: Self.later(6)) == nil)
    #expect(book.rules.first?.state(at: Self.later(6)) == "ended: revoked by bob")
    let returns = book.restore(RuleID(1), at: Self.later(7))
    #expect(returns)
    #expect(book.inForce(at: Self.later(8)).count == 1)
    // Another has taken its place: then it does not come back.
    _ = try Self.add(&book, "make", .work)
    #expect(book.inForce(at: Self.later(8)).map(\.id) == [RuleID(2)])
    let returnsAgain = book.restore(RuleID(1), at: Self.later(9))
    #expect(!returnsAgain)
  }

  @Test func theWorksEndEndsIt() throws {
    var book = RuleBook()
    _ = try Self.add(&book, "make", .work)
    _ = try Self.add(&book, "test", .forever)
    let otherEnds = book.endWork(on: "/code/web", at: Self.later(1))
    #expect(!otherEnds)
    let workEnds = book.endWork(on: "/code/api", at: Self.later(1))
    #expect(workEnds)
    #expect(book.inForce(at: Self.later(2)).map(\.id) == [RuleID(2)])
  }

  @Test func endedOnesAreForgottenInTheEndAndNamesAreNotReused() throws {
    var book = RuleBook()
    for number in 0..<500 { _ = try Self.add(&book, "make \(number)", number < 200 ? .seconds(-1) : .forever) }
    #expect(book.rules.count <= 400)
    #expect(book.rules.last?.id == RuleID(500))
  }

  @Test(arguments: [("work", RuleTerm.work), ("forever", .forever), ("never", .forever), ("1h", .seconds(3600)), ("24h", .seconds(86_400))])
  func termsAreRead(text: String, term: RuleTerm) { #expect(RuleTerm(parsing: text) == term) }

  @Test(arguments: ["", "0", "-1h", "soon", "nan", "99999d"]) func nonsenseIsNoTerm(text: String) {
    #expect(RuleTerm(parsing: text) == nil)
  }
}
