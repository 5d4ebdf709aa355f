import Agents
import Model
import Testing

/// Recordings of the real agents, with another command in the place of the one that was recorded: what is kept of exit statuses, refusals and what goes on in
/// the background is what the programs really wrote.
@Suite struct DeedsOfRecordingsTests {
  private func fold(_ events: [AgentEvent]) -> DeedsFold {
    var fold = DeedsFold()
    for (number, event) in events.enumerated() {
      let seq = Int64(number + 1)
      fold.apply(TranscriptEntry(seq: seq, task: TaskID(1), time: Timestamp(milliseconds: seq * 1000), event: .agent(event)))
    }
    return fold
  }

  private func replaced(_ bytes: [UInt8], _ old: String, _ new: String) -> [UInt8] {
    Array(String(decoding: bytes, as: UTF8.self).replacing(old, with: new).utf8)
  }

  private func claude(_ name: String, _ old: String, _ new: String) -> DeedsFold {
    fold(EngineReplay.decode(engine: ClaudeEngine(), bytes: replaced(Fixture.bytes(name), old, new)) ?? [])
  }

  private func codex(_ name: String, _ old: String, _ new: String) -> DeedsFold {
    fold(CodexFixture.events(replaced(CodexFixture.bytes(name), old, new)))
  }

  @Test func claudeTellsExitStatuses() {
    #expect(claude("partial-tools", "echo out; exit 3", "swift test").deeds.map(\.outcome) == [.failed(3)])
    #expect(claude("allowed-tools", "git status --short; ls", "npm test").deeds.map(\.outcome) == [.passed])
    #expect(claude("allowed-tools", "curl http://127.0.0.1:1/", "npm test").deeds.map(\.outcome) == [.failed(7)])
    #expect(claude("partial-plan", "make x", "make check").deeds.map(\.outcome) == [.failed(2)])
    #expect(claude("allowed-tools", "git status --short; ls", "npm test | tail -3").deeds.map(\.outcome) == [.hidden(.pipe)])
  }

  @Test func claudeInTheBackgroundIsNotGreen() {
    #expect(claude("eof-background", "sleep 25", "make test").deeds.map(\.outcome) == [.hidden(.background)])
  }

  @Test func whatClaudeWasRefusedIsNoDeed() {
    let deeds = claude("dontask", "curl http://127.0.0.1:1/", "cargo test").deeds
    #expect(deeds.allSatisfy { !$0.outcome.isKnown }, "\(deeds)")
    #expect(claude("perm-stdio", "rm -rf /srv/engines/nothing", "cargo test").deeds.allSatisfy { !$0.outcome.isKnown })
  }

  @Test func codexTellsExitStatuses() {
    let names = CodexFixture.names.filter {
      String(decoding: CodexFixture.bytes($0), as: UTF8.self).contains("echo line $i; sleep 0.3; done; exit 4")
    }
    #expect(!names.isEmpty)
    for name in names {
      let deeds = codex(name, "for i in 1 2 3; do echo line $i; sleep 0.3; done; exit 4", "go test ./...").deeds
      #expect(!deeds.isEmpty && deeds.allSatisfy { $0.outcome == .failed(4) || $0.outcome == .hidden(.cut) }, "\(name): \(deeds)")
    }
    let cut = CodexFixture.names.filter { String(decoding: CodexFixture.bytes($0), as: UTF8.self).contains("sleep 30") }
    for name in cut {
      let deeds = codex(name, "sleep 30", "pytest").deeds
      #expect(deeds.allSatisfy { $0.outcome != .passed }, "\(name): \(deeds)")
    }
  }

  @Test(arguments: Fixture.claude) func noRecordingTrips(_ name: String) {
    let fold = fold(EngineReplay.decode(engine: ClaudeEngine(), bytes: Fixture.bytes(name)) ?? [])
    #expect(fold.deeds.count <= DeedsFold.most)
  }
}
