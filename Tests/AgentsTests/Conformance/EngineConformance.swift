import Agents
import Model
import TestSupport
import Testing

/// What every engine passes, or skips by something that it declares not to have (`ConformanceCase.skip`). Against the real programs where they are at hand.
@Suite("Every engine")
struct EngineConformance {
  /// Half of them, one case after another; the two halves run side by side.
  @Suite("One half", .serialized, .timeLimit(.minutes(5)))
  struct OneHalf {
    @Test("passes", arguments: EngineFixture.halves.0, ConformanceCase.allCases)
    func passes(_ fixture: EngineFixture, _ conformance: ConformanceCase) async throws {
      try await EngineConformance().passes(fixture, conformance)
    }
  }

  /// The others.
  @Suite("Other half", .serialized, .timeLimit(.minutes(5)))
  struct OtherHalf {
    @Test("passes", arguments: EngineFixture.halves.1, ConformanceCase.allCases)
    func passes(_ fixture: EngineFixture, _ conformance: ConformanceCase) async throws {
      try await EngineConformance().passes(fixture, conformance)
    }
  }

  private func passes(_ fixture: EngineFixture, _ conformance: ConformanceCase) async throws {
    if let reason = conformance.skip(fixture) { try Test.cancel("\(reason)") }
    guard fixture.program != nil else { try Test.cancel("\(fixture.missing)") }
    try await ConformanceStage.use(fixture) { stage in
      try await run(conformance, stage)
    }
  }

  /// A skip cannot hide a loss: what an engine declares is what the table says, in full.
  @Test("declares what the table says", arguments: EngineFixture.all)
  func declares(_ fixture: EngineFixture) {
    guard !fixture.ways.contains(.isSecondDialect) else { return }
    #expect(fixture.engine.capabilities.names == fixture.capabilities.names, "\(fixture.name)")
  }

  /// Prints which engine passes, skips, or is not at hand.
  @Test("matrix")
  func matrix() {
    var lines = [
      "Conformance of the engines: + must pass, . lacks what the case is about, ? the program is not at hand"
    ]
    let width = ConformanceCase.allCases.map(\.rawValue.count).max() ?? 0
    for conformance in ConformanceCase.allCases {
      let marks = EngineFixture.all.map {
        conformance.skip($0) != nil ? "." : $0.program == nil ? "?" : "+"
      }
      lines.append(
        conformance.rawValue + String(repeating: " ", count: width - conformance.rawValue.count)
          + "  " + marks.joined(separator: " "))
    }
    for fixture in EngineFixture.all {
      if fixture.program == nil {
        lines.append("SKIPPED: all of \(fixture.name): \(fixture.missing)")
      }
      for conformance in ConformanceCase.allCases {
        if let reason = conformance.skip(fixture) {
          lines.append("SKIPPED: \(fixture.name), \(conformance.rawValue): \(reason)")
        }
      }
    }
    lines.append("in this order: " + EngineFixture.all.map(\.name).joined(separator: ", "))
    print(lines.joined(separator: "\n"))
    #expect(!EngineFixture.all.isEmpty)
  }

  private func run(_ conformance: ConformanceCase, _ stage: ConformanceStage) async throws {
    switch conformance {
    case .start: try await start(stage)
    case .deltas: try await deltas(stage)
    case .thinking: try await thinking(stage)
    case .changesFile: try await changesFile(stage)
    case .secondTurn: try await secondTurn(stage)
    case .interrupt: try await interrupt(stage)
    case .interruptCommand: try await interruptCommand(stage)
    case .stopInTurn: try await stopInTurn(stage)
    case .allow: try await permission(stage, allowed: true)
    case .deny: try await permission(stage, allowed: false)
    case .question: try await question(stage)
    case .compact: try await compact(stage)
    case .resume: try await resume(stage)
    case .unknownSession: try await unknownSession(stage)
    case .switchModel: try await switchModel(stage)
    case .unknownModel: try await unknownModel(stage)
    case .auth: try await fails(stage, .error(401, times: nil), [.auth])
    case .overloaded: try await overloaded(stage)
    case .serverError:
      try await fails(stage, .error(500, times: nil), [.server, .overloaded, .network])
    case .cut: try await cut(stage)
    case .usageLimit: try await fails(stage, .limit, [.usageLimit, .rateLimit, .billing])
    case .contextFull: try await fails(stage, .context, [.contextFull])
    case .killed: try await killed(stage)
    case .hostile: try await hostile(stage)
    case .halfLine: try await halfLine(stage)
    case .garbage: try await garbage(stage)
    case .missing: try await missing(stage)
    case .wrong: try await wrong(stage)
    case .refused: try await refused(stage)
    case .slow: try await slow(stage)
    case .hidden: try await hidden(stage)
    case .sandboxed: try await sandboxed(stage)
    }
  }
}
