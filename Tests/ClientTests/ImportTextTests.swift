import Client
import JSON
import Model
import Testing

@Suite struct ImportTextTests {
  private var report: ImportReport {
    ImportReport(
      place: "ops/tools on git.lab",
      issues: [
        ImportedIssue(name: "ops/tools#1", title: "Fix\u{1B}[31m it", outcome: .queued, task: TaskID(12)),
        ImportedIssue(name: "ops/tools#200", title: "Old", outcome: .known, task: TaskID(3)),
        ImportedIssue(name: "ops/tools#2", title: "Running", outcome: .offered, task: TaskID(4), text: "T4 is running: say so."),
        ImportedIssue(name: "ops/tools#3", title: "Gone", outcome: .failed, text: "Reading #3: there is no such issue."),
      ], hasMore: true)
  }

  @Test func linesForPeopleAndForPrograms() {
    #expect(ImportText.lines(report, isTerminal: false).first == "queued\tT12\tops/tools#1\tFix␛[31m it")
    let lines = ImportText.lines(report, isTerminal: true)
    #expect(lines[0] == "queued   T12  ops/tools#1    Fix␛[31m it")
    #expect(lines[1] == "known    T3   ops/tools#200  Old")
    #expect(lines[3] == "failed   -    ops/tools#3    Gone")
    #expect(
      ImportText.notes(report) == [
        "ops/tools#2: T4 is running: say so.", "ops/tools#3: Reading #3: there is no such issue.",
        "ops/tools on git.lab: 1 queued, 1 known, 1 offered, 1 left out.", "There are further issues; --limit N reads more.",
      ])
  }

  @Test func aRehearsalSaysSo() {
    var report = report
    report.isRehearsal = true
    report.problem = "Page 2: cut."
    #expect(ImportText.lines(report, isTerminal: false).first?.hasPrefix("new\t") == true)
    #expect(ImportText.notes(report).last == "Page 2: cut.")
    #expect(ImportText.json(report)["issues"]?[0]?["outcome"]?.string == "queued")
    #expect(ImportText.json(report)["rehearsal"]?.bool == true)
    #expect(ImportReport(place: "x").summary == "no issue matches")
  }
}
