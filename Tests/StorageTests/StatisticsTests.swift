import Model
import Testing

@testable import Storage

@Suite("Use and time are added up by one query")
struct StatisticsTests {
  private static let day: Int64 = 86_400_000

  @Test("Cost and tokens by engine, repository and day; time by phase")
  func sums() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    _ = try await log.insertTasks(identities: ["", ""]) { ids in
      ids.map { id in
        var made = record(id)
        if id.number == 2 { made.repository = RepositoryLocation(source: "/src/other", publishTo: "/src/other") }
        made.created = moment(0)
        return made
      }
    }
    func use(_ cost: Double, _ input: Int) -> TranscriptEvent { .agent(.usage(tokens: TokenCount(input: input, output: 1), costUSD: cost)) }
    let done = TranscriptEvent.agent(.turnDone(.completed, text: nil))
    _ = try await log.append(
      TaskID(1), [.phase(.preparing, reason: ""), .attempt(number: 1, engine: "claude", model: nil)], at: moment(60_000))
    _ = try await log.append(TaskID(1), [.phase(.running, reason: ""), use(0.5, 100), done], at: moment(90_000))
    _ = try await log.append(TaskID(1), [.phase(.review, reason: "")], at: moment(190_000))
    // The next day it goes on with another engine.
    _ = try await log.append(
      TaskID(1), [.attempt(number: 2, engine: "codex", model: nil), .phase(.running, reason: ""), use(0.25, 50), done],
      at: moment(Self.day + 1000))
    _ = try await log.append(
      TaskID(2), [.phase(.running, reason: ""), use(2, 7), use(-5, -9), use(.nan, .max), done], at: moment(Self.day + 2000))
    while try await log.indexMore(rows: 2) > 0 {}
    let reader = try await EventReader.open(path: folder.database)
    let report = try await reader.statistics()
    #expect(report.days.map(\.key) == ["1970-01-02", "1970-01-01"])
    #expect(report.days.map(\.costUSD) == [2.25, 0.5])
    #expect(report.days.map(\.tasks) == [2, 1])
    #expect(report.days.map(\.turns) == [2, 1])
    #expect(report.engines.map(\.key) == ["claude", "codex"])
    #expect(report.engines.map(\.costUSD) == [2.5, 0.25])
    #expect(report.engines.last?.tokens.input == 50)
    #expect(report.repositories.map(\.key) == ["/src/other", "/src/app"])
    #expect(report.repositories.first?.tokens.input == Int(IndexBatch.most) + 7, "figures that cannot be are cut, and nothing traps")
    let phases = Dictionary(uniqueKeysWithValues: report.phases.map { ($0.phase, $0) })
    #expect(phases[.queued]?.tasks == 2)
    #expect(phases[.preparing]?.total == 30)
    #expect(phases[.running]?.total == 100, "a stay that goes on is not counted")
    #expect(phases[.review]?.longest == Double(Self.day + 1000 - 190_000) / 1000)
    #expect(report.phases.map(\.phase) == [.queued, .preparing, .running, .review])
    await reader.close()
    try await log.close()
  }
}
