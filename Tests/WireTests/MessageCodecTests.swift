import FoundationEssentials
import Model
import Testing
import Wire

@Suite struct MessageCodecTests {
  static let task = TaskRecord(
    id: TaskID(7), ticket: Ticket(title: "Füx \u{1b}[31m \u{2028} 😀", body: "b"),
    repository: RepositoryLocation(source: "/r", publishTo: "/o"),
    engine: "claude", created: Timestamp(milliseconds: 1_700_000_000_123))

  static let steps = {
    var request = EnqueueRequest(drafts: [TicketDraft(line: 1, ticket: Ticket(title: "a"), chain: "careful", bestOf: 3)], directory: "/d")
    request.engines = ["a", "b"]
    request.bestOf = 3
    request.steps = [WorkStep(name: "plan", engine: "a", mode: .plan, brief: "b", scope: .task), WorkStep(publishing: "publish", .patch)]
    return request
  }()

  @Test(arguments: [
    Request.attach, .task(TaskID(3)), .send(TaskID(3), text: "a\nb\u{0}\u{7f}", author: "ana"),
    .answer(TaskID(1), request: nil, answer: .answers(["Which?": "red"]), author: "ana"),
    .transcript(TaskID(1), after: nil, before: 4, limit: 10), .approve(TaskID(1), ApproveOptions(kind: .merge, tree: "abc")),
    .credentials(["ANTHROPIC_API_KEY": "sk-\"quoted\""]), .queue(paused: true), .freeze(true),
    .enqueue(EnqueueRequest(drafts: [], directory: "/d")),
    .discardOthers(TaskID(4)),
    .takeOut(
      TaskID(1),
      TakeOutWish(
        path: "a\u{1b}.txt", stamp: "M 100644 1", blocks: [ChangeBlock(above: 3, removed: [("é", true)], added: [("x", false)])],
        isOut: true)),
    .keepReview(
      TaskID(1),
      OperatorReview(
        files: ["a": ReviewedFile(blob: nil, blocks: ["3:ab"])],
        comments: [
          DiffComment(target: DiffCommentTarget(path: "a", side: .old, first: 1, last: 2, snippet: ["\t"], blob: "b"), text: "why?\n")
        ])),
    .blame(TaskID(2), path: "src/a b", tree: "t1"), .review(TaskID(3)),
    .approve(TaskID(1), ApproveOptions(discardOthers: true)), .enqueue(Self.steps),
  ])
  func requestsComeBackAsTheyWere(_ request: Request) throws {
    let line = MessageCodec.encode(ClientMessage(id: 12, request: request))
    #expect(line.last == 0x0A)
    #expect(line.dropLast().contains(0x0A) == false)
    #expect(try MessageCodec.decode(ClientMessage.self, from: line) == ClientMessage(id: 12, request: request))
  }

  @Test func noticesAndRepliesComeBackAsTheyWere() throws {
    let messages: [ServiceMessage] = [
      .notice(.task(Self.task)),
      .notice(.delta(task: TaskID(1), messageID: "m", stream: .text, offset: 9, text: "é")),
      .notice(
        .entries([
          TranscriptEntry(
            seq: 4, task: TaskID(1), time: Timestamp(milliseconds: 1),
            event: .agent(.turnDone(.failed(TaskFailure(.auth, "no")), text: nil)))
        ])),
      .reply(id: 3, .refused(Refusal(.refused, "why"))),
      .reply(
        id: 4,
        .attached(
          Snapshot(
            tasks: [Self.task], queue: QueueStatus(paused: false, maxRunning: 4, maxLive: 12, live: 0), seq: 9, engines: ["claude"],
            sandbox: SandboxSummary(level: .isolated, network: .open)))),
    ]
    for message in messages {
      #expect(try MessageCodec.decode(ServiceMessage.self, from: MessageCodec.encode(message)) == message)
    }
  }

  /// What older services and stores wrote is read with what was so then.
  @Test func fieldsThatCameLaterMayBeMissing() throws {
    let queue = try JSONDecoder().decode(QueueStatus.self, from: Data(#"{"paused":true,"maxRunning":4,"maxLive":12,"live":1}"#.utf8))
    #expect(queue == QueueStatus(paused: true, maxRunning: 4, maxLive: 12, live: 1))
    let sandbox = try JSONDecoder().decode(SandboxSummary.self, from: Data(#"{"level":"isolated","network":"open"}"#.utf8))
    #expect(sandbox == SandboxSummary(level: .isolated, network: .open))
    let limits = SandboxSummary(level: .isolated, network: .open, limits: ["memory 4 GB by cgroup v1"])
    #expect(try JSONDecoder().decode(SandboxSummary.self, from: JSONEncoder().encode(limits)) == limits)
    #expect(limits.details == "isolated, network open; memory 4 GB by cgroup v1")
  }

  @Test(arguments: ["", "{", "nonsense", "{\"id\":1,\"request\":{\"fly\":{}}}", "[]"])
  func whatIsNoMessageIsRefusedInASentence(_ line: String) {
    #expect(throws: WireError.self) { try MessageCodec.decode(ClientMessage.self, from: Array(line.utf8)) }
  }
}
