import FoundationEssentials
import Testing

@Suite("Pages that name tests")
struct PagesTests {
  @Test("docs/failures.md has every failure with its tests, or says what it waits for")
  func failures() throws {
    #expect(FailuresPage.failures.count == 51)
    for number in 1...51 {
      let failure = FailuresPage.failures[number - 1]
      #expect(
        !FailuresPage.tests(of: number).isEmpty || !failure.rest.isEmpty || !failure.pending.isEmpty, "F\(number) is shown by nothing")
    }
    let numbers = Set(TestNames.shown.flatMap(TestNames.failures))
    #expect(numbers.isSubset(of: Set(1...51)))
    let page = FailuresPage.render()
    if ProcessInfo.processInfo.environment["CARREL_UPDATE_DOCS"] == "1" {
      try Data(page.utf8).write(to: URL(fileURLWithPath: RepositoryTree.root + "/docs/failures.md"))
    }
    #expect(try RepositoryTree.text("docs/failures.md") == page, "docs/failures.md is stale: CARREL_UPDATE_DOCS=1 rewrites it")
  }

  @Test("Every test that docs/security.md names exists, and every attack has one or says why not")
  func security() throws {
    let rows = try RepositoryTree.text("docs/security.md").split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast().map { String($0.drop { $0 == " " }) }
    }
    let attacks = rows.filter { $0.count == 4 && !$0[0].hasPrefix("Asset") && !$0[0].hasPrefix("---") }
    #expect(attacks.count > 20)
    var missing: [String] = []
    for row in attacks {
      let names = row[3].split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map {
        String($0.element)
      }
      if names.isEmpty, !row[3].contains("not tried here") { missing.append("\(row[1]): names no test") }
      missing += names.filter { !TestNames.all.contains($0) }.map { "\(row[1]): there is no test `\($0)`" }
    }
    #expect(missing == [])
  }

  @Test("Every test that docs/screen.md names exists, and every line has one")
  func screen() throws {
    let rows = try RepositoryTree.text("docs/screen.md").split(separator: "\n").filter { $0.hasPrefix("|") && !$0.hasPrefix("|--") }
    #expect(rows.count > 50)
    var missing: [String] = []
    for row in rows where !row.hasPrefix("| What |") {
      let cells = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      let names = cells[cells.count - 2].split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
        .map { String($0.element) }
      if names.isEmpty { missing.append("\(cells[1]): names no test") }
      missing += names.filter { !TestNames.all.contains($0) }.map { "\(cells[1]): there is no test `\($0)`" }
    }
    #expect(missing == [])
  }

  @Test("Names of tests are read as they are written")
  func names() {
    #expect(TestNames.all.contains("names") && TestNames.all.contains("Names of tests are read as they are written"))
    #expect(TestNames.failures(in: "F24, F39: two clients") == [24, 39])
    #expect(TestNames.failures(in: "f6AndF7FortyAtOnce") == [6, 7])
    #expect(TestNames.failures(in: "f13TheNextStart") == [13])
    for name in ["forty", "F24 without a colon", "f", "F: x", "found13", "f12lower"] {
      #expect(TestNames.failures(in: name) == [], "\(name)")
    }
  }
}
