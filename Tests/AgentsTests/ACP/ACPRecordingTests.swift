import Agents
import FoundationEssentials
import Model
import Testing

/// Recorded streams of four real agents (facts/engines.md, 4.3).
@Suite struct ACPRecordingTests {
  private static let agents = ["vibe", "kimi", "openhands", "gptme"]

  private static var names: [String] {
    agents.flatMap { agent -> [String] in
      let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(Fixture.directory)/\(agent)-acp")) ?? []
      return files.filter { $0.hasSuffix(".jsonl") }.map { "\(agent)-acp/\($0)" }
    }.sorted()
  }

  private static func bytes(_ name: String) -> [UInt8] {
    FileManager.default.contents(atPath: "\(Fixture.directory)/\(name)").map(Array.init) ?? []
  }

  private static func events(_ name: String, _ bytes: [UInt8]? = nil) -> [AgentEvent] {
    let agent = String(name.prefix { $0 != "-" })
    guard let engine = EngineRegistry.standard().engine(named: agent) else { return [] }
    return EngineReplay.decode(engine: engine, bytes: bytes ?? Self.bytes(name)) ?? []
  }

  @Test func thereAreRecordings() {
    #expect(Self.names.count > 40)
  }

  @Test(arguments: names) func everyTurnEndsOnce(_ name: String) {
    var running = false
    var calls: Set<String> = []
    for event in Self.events(name) {
      switch event {
      case .turnStarted:
        #expect(!running)
        running = true
      case .turnDone:
        #expect(running)
        #expect(calls.isEmpty, "calls that never ended")
        running = false
      case .toolStarted(let call): #expect(calls.insert(call.id).inserted)
      case .toolFinished(let id, _, _, _): #expect(calls.remove(id) != nil)
      default: break
      }
    }
    #expect(!running)
  }

  @Test(arguments: names.filter { $0.contains(".both.") }) func everyCutEndsItsTurn(_ name: String) {
    let bytes = Self.bytes(name)
    for part in 1..<8 {
      let events = Self.events(name, Array(bytes.prefix(bytes.count * part / 8)))
      let starts = events.filter { $0 == .turnStarted }.count
      let ends = events.filter { if case .turnDone = $0 { true } else { false } }.count
      #expect(starts == ends)
    }
  }

  @Test(arguments: ACPGolden.all) func summary(_ golden: ACPGolden) {
    #expect(Self.events(golden.name).compactMap(\.summary) == golden.lines)
  }
}
