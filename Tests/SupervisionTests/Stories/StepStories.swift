import Configuration
import Model
import Platform
import Supervision
import TestSupport
import Testing
import Workspaces

/// Chains of steps through a whole service, with an engine for each step.
@Suite(.timeLimit(.minutes(15))) struct StepStories {
  static let plan = AgentRequest(id: "p1", kind: .plan("# Plan\n1. Write code.txt"), title: "The plan")
  static let ledger = ScriptedLedger.init

  static func planner(_ ledger: ScriptedLedger) -> ScriptedEngine {
    ScriptedEngine(name: "planner", ledger: ledger) { _ in [.ask(plan) { _ in [.write("planner-went-on.txt", "no")] }] }
  }
  static func coder(_ ledger: ScriptedLedger) -> ScriptedEngine {
    ScriptedEngine(name: "coder", ledger: ledger) { _ in [.write("code.txt", "code"), .say("Coded.")] }
  }
  static func tester(_ ledger: ScriptedLedger) -> ScriptedEngine {
    ScriptedEngine(name: "tester", ledger: ledger) { _ in [.write("test.txt", "test"), .say("Tested.")] }
  }
  static let careful = [
    WorkStep(name: "plan", engine: "planner"), WorkStep(name: "implement", engine: "coder"), WorkStep(name: "test", engine: "tester"),
    WorkStep(publishing: "publish", .branch),
  ]

  @Test func planApprovalImplementTestAndABranch() async throws {
    let ledger = ScriptedLedger()
    try await StoryWorld.tell(
      Self.planner(ledger), also: [Self.coder(ledger), Self.tester(ledger)], { $0.chains["careful"] = Self.careful }
    ) { world in
      let id = try await world.add("Fix it") { $0.chain = "careful" }[0]
      await world.until(id, needs: .plan)
      #expect(try await world.task(id).stepText == "step 1/4 plan (planner)")
      // The service ends and begins again while the plan waits.
      try await world.restart()
      #expect(try await world.task(id).attention?.kind == .plan)
      try await world.supervisor.answer(id, request: nil, answer: .allow, author: "ana")
      let done = await world.until(id, .done)
      let prompts = ledger.prompts(of: id)
      #expect(prompts.count == 3)
      #expect(prompts[0].contains("This step: plan (1 of 4)"))
      #expect(prompts[1].contains("This step: implement (2 of 4)") && prompts[1].contains("1. Write code.txt"))
      #expect(prompts[2].contains("This step: test (3 of 4)"))
      #expect(Set(ledger.prompts.map(\.session)).count == 3, "each step has a session of its own")
      let branch = try #require(done?.branch)
      #expect(try await world.file("code.txt", on: branch) == "code")
      #expect(try await world.file("test.txt", on: branch) == "test")
      await #expect(throws: (any Error).self) { try await world.file("planner-went-on.txt", on: branch) }
      await world.supervisor.settle()
      #expect(try Files.list(world.desk.workspaces.layout.tasks).isEmpty)
      #expect(ledger.live == 0)
      let attempts = world.book.events(of: id).compactMap { event in
        if case .attempt(_, let engine, _) = event { engine } else { nil as String? }
      }
      #expect(attempts == ["coder", "tester"], "after the restart")
      #expect(world.book.events(of: id).contains(.note(.info, "This is step 3/4 test (tester).")))
    }
  }

  @Test func aStepFailsAndRetryGoesOnThere() async throws {
    let ledger = ScriptedLedger()
    let breaking = ScriptedEngine(name: "tester", ledger: ledger) { prompt in
      prompt.number == 1 ? [.end(.failed(TaskFailure(.badRequest, "Refused.")))] : [.write("test.txt", "test")]
    }
    try await StoryWorld.tell(Self.coder(ledger), also: [breaking]) { world in
      let id = try await world.add("Fix it") {
        $0.steps = [WorkStep(name: "implement"), WorkStep(name: "test", engine: "tester")]
      }[0]
      let failed = await world.until(id, .failed)
      #expect(failed?.error?.text == "In step 2/2 test (tester): Refused.")
      try await world.supervisor.retry(id, RetryChange())
      #expect(await world.until(id, .review)?.diff?.files == 2)
      #expect(ledger.prompts(of: id).count == 3)
    }
  }

  @Test func aStepWithAWorkspaceOfItsOwnBeginsWithTheWorkBefore() async throws {
    let ledger = ScriptedLedger()
    try await StoryWorld.tell(Self.coder(ledger), also: [Self.tester(ledger)]) { world in
      let ids = try await world.add("Fix it") {
        $0.steps = [
          WorkStep(name: "implement"), WorkStep(name: "test", engine: "tester", scope: .task), WorkStep(publishing: "publish", .branch),
        ]
      }
      #expect(ids.count == 2)
      let done = await world.until(ids[1], .done)
      #expect(done?.startsFrom == ids[0] && done?.engine == "tester")
      #expect(ledger.prompts(of: ids[1])[0].contains("This step: test (2 of 3)"))
      #expect(ledger.prompts(of: ids[1])[0].contains("Handed on by the step implement (coder"))
      let branch = try #require(done?.branch)
      #expect(try await world.file("code.txt", on: branch) == "code")
      #expect(try await world.file("test.txt", on: branch) == "test")
      let giver = try await world.task(ids[0])
      #expect(giver.phase == .review, "the first part waits for its own review")
      #expect(try await world.remote.git("rev-parse", "\(branch)^") == giver.handedCommit)
      #expect(done?.diff?.files == 1, "its change is its own")
      try await world.supervisor.discard(ids[0], author: "ana")
      await world.supervisor.settle()
      #expect(try Files.list(world.desk.workspaces.layout.tasks).isEmpty)
      await world.desk.workspaces.trashEmptied()
      let mirror = try #require(try Files.list(world.desk.workspaces.layout.mirrors).first { $0.hasSuffix(".git") })
      let references = try await world.root.run(
        "git", ["-C", "\(world.desk.workspaces.layout.mirrors)/\(mirror)", "for-each-ref", "refs/carrel/handed", "refs/carrel/pin"])
      #expect("\(references)".contains("refs/carrel") == false)
    }
  }

  @Test func aSecretInTheWorkThatATaskBeginsWithIsFoundAsItLeaves() async throws {
    let ledger = ScriptedLedger()
    let token = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5"
    let careless = ScriptedEngine(name: "coder", ledger: ledger) { _ in [.write("code.txt", "TOKEN=\(token)\n"), .say("Coded.")] }
    try await StoryWorld.tell(careless, also: [Self.tester(ledger)]) { world in
      let ids = try await world.add("Fix it") {
        $0.steps = [
          WorkStep(name: "implement"), WorkStep(name: "test", engine: "tester", scope: .task), WorkStep(publishing: "publish", .branch),
        ]
      }
      await world.book.until { $0[ids[1]]?.attention?.text.contains("--with-secrets") == true }
      let held = try await world.task(ids[1])
      #expect(held.phase == .review && held.attention?.text.contains("code.txt:1: a GitHub token") == true, "its own change is test.txt")
      #expect(try await world.branches().isEmpty)
    }
  }

  @Test func nothingIsPublishedByItselfThatWasStopped() async throws {
    let ledger = ScriptedLedger()
    let coder = ScriptedEngine(name: "coder", ledger: ledger) { _ in [.write("code.txt", "code"), .hang] }
    try await StoryWorld.tell(coder) { world in
      let id = try await world.add("Fix it") { $0.steps = [WorkStep(name: "implement"), WorkStep(publishing: "publish", .branch)] }[0]
      await WholeJobStories.held(world, id)
      try await world.supervisor.stop(id, author: "ana")
      await world.supervisor.settle()
      #expect(try await world.task(id).phase == .stopped)
      #expect(try await world.branches().isEmpty)
    }
  }

  @Test func badChainsQueueNothing() async throws {
    try await StoryWorld.tell(Self.coder(ScriptedLedger())) { world in
      for change: (inout Intake) -> Void in [
        { $0.chain = "nonsense" }, { $0.steps = [WorkStep(name: "plan", engine: "nobody")] },
        { $0.steps = [WorkStep(publishing: "publish", nil)] }, { $0.bestOf = 99 },
        {
          $0.steps = [WorkStep(name: "a"), WorkStep(name: "b", scope: .task)]
          $0.bestOf = 2
        },
      ] {
        await #expect(throws: SupervisionError.self) { try await world.add("One", change: change) }
      }
      let queued = await world.supervisor.tasks
      #expect(queued.isEmpty)
    }
  }
}
