import Client
import JSON
import Model
import Testing

@Suite("What search and stats print")
struct ArchiveTextTests {
  private var page: SearchPage {
    var task = TaskRecord(
      id: TaskID(3), ticket: Ticket(title: "Evil \u{1B}[31mtitle"), repository: RepositoryLocation(source: "/r", publishTo: "/r"),
      engine: "claude", created: Timestamp(milliseconds: 0))
    task.phase = .done
    let hit = SearchHit(
      kind: .diff, seq: 0, time: Timestamp(milliseconds: 1000), path: "src/a\nb.swift",
      snippet: [SnippetRun("+let "), SnippetRun("token", isMatch: true), SnippetRun("\u{1B}]0;x\u{7} = 1")])
    let title = SearchHit(kind: .title, seq: 0, time: Timestamp(milliseconds: 0), snippet: [SnippetRun("token", isMatch: true)])
    return SearchPage(results: [SearchResult(task: task, count: 9, hits: [title, hit])], more: true, behind: 2)
  }

  @Test("A line for each task and one for each place, without a control character; the match in bold on a terminal")
  func search() {
    let plain = SearchText.lines(page, marks: false)
    #expect(plain.count == 2)
    #expect(plain[0].hasPrefix("T3\tdone\t") && plain[0].hasSuffix("(9 places)"))
    #expect(plain[1].hasPrefix("    diff src/a"))
    for line in plain { #expect(!line.unicodeScalars.contains { $0.value < 0x20 && $0 != "\t" }, "\(line)") }
    #expect(SearchText.lines(page, marks: true)[1].contains("\u{1B}[1mtoken\u{1B}[22m"))
    #expect(SearchText.remarks(page).count == 2)
    #expect(SearchText.remarks(SearchPage(results: [], more: false)) == ["nothing was found."])
  }

  @Test("The JSON has stable keys")
  func searchJSON() {
    let text = SearchText.json(page).serialized()
    for key in ["\"results\"", "\"task\"", "\"hits\"", "\"kind\":\"diff\"", "\"matches\":[\"token\"]", "\"more\":true", "\"behind\":2"] {
      #expect(text.contains(key), "\(key)")
    }
  }

  private var report: StatisticsReport {
    func sum(_ key: String, _ cost: Double) -> UsageSum {
      UsageSum(key: key, tasks: 2, turns: 5, costUSD: cost, tokens: TokenCount(input: 1000, output: 200))
    }
    return StatisticsReport(
      engines: [sum("claude", 2), sum("codex\u{1B}[2J", 1)], repositories: [sum("/src/app", 3)], days: [sum("2026-11-20", 3)],
      phases: [PhaseTime(phase: .running, seconds: [60, 120])].compactMap { $0 })
  }

  @Test("Tables with bars, in Unicode or without")
  func statistics() {
    let lines = StatisticsText.lines(report, by: .engine, ascii: true)
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("ENGINE"))
    #expect(lines[1].hasSuffix("  " + String(repeating: "#", count: 24)))
    #expect(lines[2].hasSuffix("  " + String(repeating: "#", count: 12)))
    #expect(!lines[2].contains("\u{1B}"))
    let all = StatisticsText.lines(report, by: nil, ascii: false).joined(separator: "\n")
    for word in ["ENGINE", "REPO", "DAY", "WHERE", "$2.00", "████", "running", "3m0s"] { #expect(all.contains(word), "\(word)") }
    #expect(
      StatisticsText.lines(StatisticsReport(engines: [], repositories: [], days: [], phases: []), by: nil, ascii: false)
        == ["Nothing was used yet."])
  }

  @Test("The JSON of one grouping, and of all")
  func statisticsJSON() {
    let one = StatisticsText.json(report, by: .day).serialized()
    #expect(one.contains("\"by\":\"day\"") && one.contains("\"key\":\"2026-11-20\"") && one.contains("\"cost_usd\":3"))
    let all = StatisticsText.json(report, by: nil).serialized()
    for key in ["\"engines\"", "\"repositories\"", "\"days\"", "\"times\"", "\"median_seconds\":90"] {
      #expect(all.contains(key), "\(key)")
    }
  }
}
