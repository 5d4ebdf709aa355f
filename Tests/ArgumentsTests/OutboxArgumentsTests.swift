import Arguments
import Model
import Testing

/// The outbox and pull requests on the command line.
@Suite struct OutboxArgumentsTests {
  private func parsed(_ line: String) -> Invocation? { try? ArgumentParser.parse(line.split(separator: " ").map(String.init)).get() }

  private func refused(_ line: String) -> String? {
    guard case .failure(let problem) = ArgumentParser.parse(line.split(separator: " ").map(String.init)) else { return nil }
    return problem.message
  }

  @Test func outbox() {
    #expect(parsed("outbox") == .outbox(json: false))
    #expect(parsed("outbox --json") == .outbox(json: true))
    #expect(parsed("outbox retry") == .outboxRetry([]))
    #expect(parsed("outbox retry T3 t4 3") == .outboxRetry([TaskID(3), TaskID(4)]))
    #expect(parsed("outbox drop T3 -y") == .outboxDrop([TaskID(3)], yes: true))
    #expect(parsed("outbox show 3") == .outboxShow(TaskID(3)))
    #expect(refused("outbox drop")?.contains("needs ID") == true)
    #expect(refused("outbox show T3 T4")?.contains("one ID") == true)
    #expect(refused("outbox retry --json") != nil)
    #expect(refused("outbox show T3 --yes") != nil)
    #expect(refused("outbox push") != nil)
    #expect(refused("outbox retry R3") != nil)
  }

  @Test func whatIsSaidOfThePullRequest() {
    var wanted = PublishOptions(tasks: [TaskID(3)])
    wanted.kind = .pr
    wanted.request.draft = true
    wanted.request.title = "Fix"
    wanted.bodyFile = "-"
    wanted.request.labels = ["a", "b"]
    wanted.request.reviewers = ["ann"]
    wanted.request.base = "release"
    wanted.request.comments = true
    wanted.request.closing = .never
    wanted.request.opensNew = true
    wanted.request.withSecrets = true
    #expect(
      parsed(
        "approve T3 --publish pr --draft --title Fix --body-file - --label a --label b --reviewer ann --base release --comment --no-close --new --with-secrets"
      ) == .approve(wanted))
    var closing = PublishOptions(tasks: [TaskID(3), TaskID(4)])
    closing.request.closing = .now
    #expect(parsed("approve T3 T4 --close") == .approve(closing), "the kind may be the configuration's")
    #expect(refused("approve T3 --close --no-close")?.contains("not both") == true)
    #expect(parsed("approve T3 --publish branch --with-secrets") != nil)
    #expect(refused("approve T3 --publish patch --with-secrets")?.contains("only with --publish pr") == true)
    #expect(refused("approve T3 --publish branch --draft")?.contains("only with --publish pr") == true)
    #expect(refused("approve T3 T4 --title x") == "approve takes --title only with one task")
    #expect(refused("approve T3 T4 --body-file x") == "approve takes --body-file only with one task")
  }
}
