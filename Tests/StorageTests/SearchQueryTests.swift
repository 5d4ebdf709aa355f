import Model
import TestSupport
import Testing

@testable import Storage

@Suite("What is typed is never a query language")
struct SearchQueryTests {
  @Test(arguments: [
    ("login", "(\"login\" *)"), ("login token", "(\"login\" * AND \"token\" *)"), ("\"two words\"", "(\"two words\")"),
    ("login !test", "(\"login\" *) NOT (\"test\" *)"), ("a -b -\"c d\"", "(\"a\" *) NOT (\"b\" * OR \"c d\")"),
    ("say \"open", "(\"say\" * AND \"open\" *)"), ("a\"b", "(\"a\"\"b\" *)"),
    ("AND OR NOT NEAR(", "(\"AND\" * AND \"OR\" * AND \"NOT\" * AND \"NEAR(\" *)"),
    ("text:x*", "(\"text:x*\" *)"), ("-> ! - foo", "(\"foo\" *)"),
  ])
  func quoting(text: String, expression: String) {
    #expect(SearchQuery(text).expression == expression)
  }

  @Test(arguments: ["", "   ", "->", "!x", "\"\"", "\u{0}", "***"])
  func nothingToSeek(text: String) {
    #expect(SearchQuery(text).expression == nil)
  }

  @Test("Long and odd lines are cut, and every one of them is a query that SQLite takes")
  func hostile() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    let id = try await oneTask(log)
    _ = try await log.append(id, [.prompt(text: "a needle in \"hay\" (AND) col:umn ^x* y", origin: "ada")], at: moment(1))
    while try await log.indexMore() > 0 {}
    let reader = try await EventReader.open(path: folder.database)
    var generator = SeededGenerator(seed: 7)
    let pieces = [
      "\"", "'", "(", ")", "*", "^", ":", "AND", "OR", "NOT", "NEAR", "-", "!", "{", "}", "+", ",", "\u{0}", "é", "💥", "a", " ", "\n", ";",
      "--", "%", "\\",
    ]
    for _ in 0..<400 {
      let count = Int.random(in: 0...40, using: &generator)
      let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      _ = try await reader.search(text, limit: 5)
    }
    _ = try await reader.search(String(repeating: "needle ", count: 100_000), limit: .max, offset: .max)
    _ = try await reader.search("needle", limit: -1, offset: -5)
    #expect(try await reader.search("\"needle\" \"hay\" !straw", limit: 5).results.map(\.task.id) == [id])
    #expect(try await reader.search("col:umn", limit: 5).results.count == 1)
    await reader.close()
    try await log.close()
  }
}
