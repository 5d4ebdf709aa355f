import Model
import Supervision
import TestSupport
import Testing

/// The gate before publishing: a sensitive file leaves only with an operator's tick on what it is now, whoever publishes.
@Suite(.timeLimit(.minutes(15))) struct ImplantStories {
  static func engine(_ files: [String: String]) -> ScriptedEngine {
    ScriptedEngine(ledger: ScriptedLedger()) { _ in files.sorted { $0.key < $1.key }.map { .write($0.key, $0.value) } }
  }

  private static func refusal(_ body: () async throws -> Void) async -> String {
    do { try await body() } catch { return (error as? SupervisionError).map { $0.kind == .refused ? $0.text : "\($0)" } ?? "\(error)" }
    return ""
  }

  /// The stamps of what needs a tick.
  static func stamps(_ world: StoryWorld, _ id: TaskID) async throws -> [String: String] {
    let files = try await world.supervisor.diff(id).files.filter(\.needsTick)
    return Dictionary(files.map { ($0.path, $0.stamp) }) { first, _ in first }
  }

  @Test("Implants of every class: publishing is refused until the last is ticked, then what was ticked is published")
  func everyClassNeedsItsTick() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      let id = try await world.add("Fix it")[0]
      let path = try #require(await world.until(id, .review)?.workspacePath)
      for (name, text) in Implants.base { try await Self.write(world, path, name, text) }
      try await world.root.run("/bin/sh", ["-ec", Implants.script], in: path)
      let stamps = try await Self.stamps(world, id)
      let wanted = Implants.expected.filter { $0.needsTick && !$0.path.hasSuffix("old.yml") }.map(\.path)
      #expect(Set(wanted).subtracting(stamps.keys).isEmpty)
      var text = await Self.refusal { try await world.approve(id) }
      #expect(text.contains("\(stamps.count) sensitive files are not ticked") && text.contains("carrel approve T1 --tick PATH"))
      // Also with a dry run, unseen, as a patch or a merge.
      for kind in [Publication.Kind.branch, .patch, .merge] {
        for dry in [true, false] {
          text = await Self.refusal {
            _ = try await world.supervisor.approve(id, TaskRunner.Approval(kind: kind, unseen: true, dryRun: dry, author: "ana"))
          }
          #expect(text.contains("not ticked"))
        }
      }
      let last = try #require(stamps.keys.sorted().last)
      try await world.supervisor.tick(id, stamps.filter { $0.key != last })
      text = await Self.refusal { try await world.approve(id) }
      #expect(text.contains("a sensitive file is not ticked: \(last)"))
      #expect(try await world.branches().isEmpty)
      try await world.supervisor.tick(id, [last: stamps[last] ?? ""])
      // The ticks are in the record: another client and the next service see them.
      try await world.restart()
      #expect(try await world.task(id).ticks?.count == stamps.count)
      let tree = try await world.supervisor.diff(id).summary.tree
      try await world.approve(id)
      #expect(try await world.task(id).phase == .done)
      let branch = try #require(try await world.branches().first)
      #expect(try await world.remote.git("rev-parse", "\(branch)^{tree}") == tree, "exactly the tree that was ticked")
    }
  }

  private static func write(_ world: StoryWorld, _ directory: String, _ name: String, _ text: String) async throws {
    try await world.root.run(
      "/bin/sh", ["-ec", "mkdir -p \"$(dirname \"$1\")\"; cat > \"$1\"", "sh", name], in: directory, input: Array(text.utf8))
  }

  @Test("A change after the tick takes the tick away; so does taking it back")
  func aTickIsOfWhatWasShown() async throws {
    try await StoryWorld.tell(Self.engine(["Jenkinsfile": "one\n"])) { world in
      let id = try await world.add("Fix it")[0]
      let path = try #require(await world.until(id, .review)?.workspacePath)
      let first = try await Self.stamps(world, id)
      try await world.supervisor.tick(id, first)
      try await Self.write(world, path, "Jenkinsfile", "two\n")
      var text = await Self.refusal { try await world.approve(id) }
      #expect(text.contains("Jenkinsfile (CI: The forge's CI runs it"))
      text = await Self.refusal { try await world.supervisor.tick(id, first) }
      #expect(text.contains("changed since it was shown"))
      text = await Self.refusal {
        _ = try await world.supervisor.approve(id, TaskRunner.Approval(unseen: true, ticks: first, author: "ana"))
      }
      #expect(text.contains("changed since it was shown"))
      text = await Self.refusal { try await world.supervisor.tick(id, ["README.md": "M 100644 x"]) }
      #expect(text.contains("not among the changed files that need a tick"))
      try await world.supervisor.tick(id, try await Self.stamps(world, id))
      try await world.supervisor.tick(id, ["Jenkinsfile": ""])
      #expect(try await world.task(id).ticks == nil)
      text = await Self.refusal { try await world.approve(id) }
      #expect(text.contains("not ticked"))
      // A tick can come along with the approval.
      try await world.look(id)
      _ = try await world.supervisor.approve(id, TaskRunner.Approval(ticks: try await Self.stamps(world, id), author: "ana"))
      #expect(try await world.task(id).phase == .done)
    }
  }

  @Test("Ending without publishing, and discarding, need no tick")
  func nothingIsPublishedWithoutPublishing() async throws {
    try await StoryWorld.tell(Self.engine([".envrc": "x\n"])) { world in
      let ids = try await world.add("One", "Two")
      for id in ids { await world.until(id, .review) }
      try await world.approve(ids[0], .none)
      try await world.supervisor.discard(ids[1], author: "ana")
      #expect(try await world.task(ids[0]).phase == .done)
      #expect(try await world.task(ids[1]).phase == .discarded)
      #expect(try await world.branches().isEmpty)
    }
  }

  @Test("A chain's publish step with a sensitive change waits for an operator")
  func theChainDoesNotPublishIt() async throws {
    try await StoryWorld.tell(Self.engine([".github/workflows/x.yml": "on: push\n"])) { world in
      let id = try await world.add("Fix it") { $0.steps = [WorkStep(name: "implement"), WorkStep(publishing: "publish", .branch)] }[0]
      await world.book.until { $0[id]?.attention?.text.contains("not ticked") == true }
      #expect(try await world.task(id).phase == .review)
      #expect(try await world.branches().isEmpty)
      try await world.supervisor.tick(id, try await Self.stamps(world, id))
      try await world.approve(id)
      #expect(try await world.branches().count == 1)
    }
  }

  @Test("What a task begins with is published with its own: an implant in it needs a tick too")
  func whatItBeginsWithCounts() async throws {
    let ledger = ScriptedLedger()
    let coder = ScriptedEngine(name: "coder", ledger: ledger) { _ in [.write(".husky/pre-commit", "evil\n")] }
    try await StoryWorld.tell(coder, also: [StepStories.tester(ledger)]) { world in
      let ids = try await world.add("Fix it") {
        $0.steps = [
          WorkStep(name: "implement"), WorkStep(name: "test", engine: "tester", scope: .task), WorkStep(publishing: "publish", .branch),
        ]
      }
      await world.book.until { $0[ids[1]]?.attention?.text.contains("not ticked") == true }
      #expect(try await world.task(ids[1]).phase == .review)
      #expect(try await world.branches().isEmpty)
      let text = await Self.refusal { try await world.approve(ids[1]) }
      #expect(text.contains(".husky/pre-commit (changed by T1, whose work this begins with)"))
      // Ticked where it was changed, it need not be ticked again.
      try await world.supervisor.tick(ids[0], try await Self.stamps(world, ids[0]))
      try await world.approve(ids[1])
      #expect(try await world.branches().count == 1)
    }
  }
}
