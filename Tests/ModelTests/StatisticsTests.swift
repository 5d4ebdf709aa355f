import Model
import Testing

@Suite struct StatisticsTests {
  @Test(arguments: [
    (0.0, ""), (1.0, "████"), (0.5, "██"), (0.001, "▏"), (0.53125, "██▏"), (2.0, "████"), (-1.0, ""), (.nan, ""), (.infinity, ""),
  ])
  func bars(fraction: Double, text: String) {
    #expect(BarText.bar(fraction, width: 4) == text)
  }

  @Test func barsWithoutUnicode() {
    #expect(BarText.bar(0.5, width: 8, ascii: true) == "####")
    #expect(BarText.bar(0.01, width: 8, ascii: true) == "#")
    #expect(BarText.columns([0, 0.01, 0.5, 1, .nan, 7]) == " ▁▄█ █")
    #expect(BarText.columns([0, 0.1, 0.5, 1], ascii: true) == " -+#")
  }

  @Test func days() {
    #expect(Timestamp(milliseconds: 0).day == 0)
    #expect(Timestamp(milliseconds: -1).day == -1)
    #expect(Timestamp.name(ofDay: 20_000) == "2024-10-04")
    _ = Timestamp.name(ofDay: .max)
    _ = Timestamp.name(ofDay: .min)
  }

  @Test func medians() throws {
    let odd = try #require(PhaseTime(phase: .running, seconds: [5, 1, 3]))
    #expect(odd.median == 3 && odd.longest == 5 && odd.total == 9)
    let even = try #require(PhaseTime(phase: .running, seconds: [1, 3, -4, .nan]))
    #expect(even.tasks == 3 && even.median == 1)
    #expect(PhaseTime(phase: .running, seconds: []) == nil)
  }

  @Test func figures() {
    #expect([0, 9999, 12_345, 999_999, 1_234_567, .max].map(StatisticsTable.count).prefix(5) == ["0", "9999", "12.3k", "999k", "1.2M"])
    #expect([0, 59.6, 61, 7300, 200_000, .infinity].map(StatisticsTable.time) == ["0s", "1m0s", "1m1s", "2h1m", "2d7h", "0s"])
    #expect([0.005, 3.424, .nan, 1e30].map(StatisticsTable.money) == ["$0.01", "$3.42", "$0.00", "$1000000000000.00"])
  }

  @Test("A completed task leaves the live list after seven days, and no other does")
  func archived() {
    var task = TaskRecord(
      id: TaskID(1), ticket: Ticket(title: "t"), repository: RepositoryLocation(source: "/r", publishTo: "/r"), engine: "e",
      created: Timestamp(milliseconds: 0))
    let day: Int64 = 86_400_000
    for phase in TaskPhase.allCases {
      task.phase = phase
      task.ended = phase.isEnd ? Timestamp(milliseconds: 0) : nil
      #expect(!task.isArchived(at: Timestamp(milliseconds: 6 * day)))
      #expect(task.isArchived(at: Timestamp(milliseconds: 8 * day)) == (phase == .done || phase == .discarded))
    }
  }
}
