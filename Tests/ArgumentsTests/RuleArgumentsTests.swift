import Arguments
import Model
import Testing

/// Rules, canaries and briefs on the command line.
@Suite struct RuleArgumentsTests {
  private func parsed(_ line: String) -> Invocation? { try? ArgumentParser.parse(line.split(separator: " ").map(String.init)).get() }

  private func refused(_ line: String) -> String? {
    guard case .failure(let problem) = ArgumentParser.parse(line.split(separator: " ").map(String.init)) else { return nil }
    return problem.message
  }

  @Test func rules() {
    #expect(parsed("rules") == .rules(revoke: [], json: false))
    #expect(parsed("rules ls --json") == .rules(revoke: [], json: true))
    #expect(parsed("rules revoke R3 r4 3") == .rules(revoke: [RuleID(3), RuleID(4)], json: false))
    #expect(refused("rules revoke")?.contains("needs RULE") == true)
    #expect(refused("rules revoke T3")?.contains("no rule") == true)
    #expect(refused("rules ls R3") != nil)
  }

  @Test func scopes() {
    var options = AnswerOptions(task: TaskID(3), verdict: .allow)
    options.scope = .all
    #expect(parsed("answer T3 allow --scope all") == .answer(options))
    (options.scope, options.term) = (.repository, .seconds(86_400))
    #expect(parsed("answer T3 allow --scope repo --for 24h") == .answer(options))
    options.term = .work
    #expect(parsed("answer T3 allow --scope repo") == .answer(options))
    #expect(refused("answer T3 allow --for 1h")?.contains("needs --scope repo") == true)
    #expect(refused("answer T3 allow --scope repo --for soon") != nil)
    #expect(refused("answer T3 allow --scope everything") != nil)
  }

  @Test func canaries() {
    var options = AddOptions()
    options.canaries = 2
    #expect(parsed("add --canary 2") == .add(options))
    options.goesByItself = true
    #expect(parsed("add --canary 2 --then-go") == .add(options))
    #expect(refused("add --canary 0") != nil)
    #expect(refused("add --then-go")?.contains("needs --canary") == true)
    #expect(parsed("queue go T1") == .letGo(TaskID(1)))
    #expect(parsed("queue pause") == .queue(.pause))
    #expect(refused("queue go")?.contains("needs the ID") == true)
    #expect(refused("queue pause T1") != nil)
  }

  @Test func briefs() {
    var options = BriefOptions(task: TaskID(1))
    #expect(parsed("brief T1") == .brief(options))
    options.addition = .standardInput
    options.isForBatch = true
    #expect(parsed("brief T1 --batch --add -") == .brief(options))
    options.addition = .text("")
    options.yes = true
    #expect(parsed("brief T1 --batch --clear -y") == .brief(options))
    #expect(refused("brief T1 --clear --add x")?.contains("not both") == true)
  }
}
