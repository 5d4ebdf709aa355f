import BuiltInAgent
import JSON
import Model
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct SearchTests {
  private static let lines = [
    "func add(_ a: Int) -> Int {", "let x = 10", "Let Y = 20", "", "\ttabbed", "naïve café", "a.b", "aXb", "aaa", "end()", "foo_bar foobar",
    "日本語",
  ]

  /// What each pattern finds: the numbers of the lines.
  private static let patterns: [(String, [Int])] = [
    ("let", [2]), ("(?i)let", [2, 3]), ("^let", [2]), ("[0-9]+", [2, 3]), (#"\d{2}"#, [2, 3]), (#"a\.b"#, [7]), ("a.b", [5, 7, 8]),
    ("^a{3}$", [9]),
    ("^a{4,}$", []), (#"\bfoo\b"#, []), (#"\bfoobar\b"#, [11]), (#"foo\B"#, [11]), ("caf.$", [6]), ("^日.語$", [12]),
    ("x|Y", [2, 3, 4, 11].filter { $0 < 4 }),
    (#"^\s"#, [5]), (#"\)$"#, [10]), (#"(?:add|end)\("#, [1, 10]), ("[^a-z ]af", []), ("na[ïi]ve", [6]), (#"[\w.]+b$"#, [7, 8]),
    ("(a|b)*c{0}X", [8]),
  ]

  @Test func patternsFindWhatTheyShould() async throws {
    let calls = Self.patterns.enumerated().map { number, pattern in
      ScriptedProvider.Step.call("", [("c\(number)", "Grep", ["pattern": .string(pattern.0), "path": "t.txt"])])
    }
    let stage = try AgentStage(calls + [.say(["Done."])], options: BuiltInOptions(mode: .auto))
    try stage.write("t.txt", Self.lines.joined(separator: "\n"))
    let session = try await stage.open()
    _ = try await stage.prompt(session, "Search")
    for ((pattern, wanted), result) in zip(Self.patterns, stage.client.results) {
      let found = result.text.split(separator: "\n").compactMap { line in
        line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).dropFirst().first.flatMap { Int($0) }
      }
      #expect(found == wanted, "\(pattern): \(result.text)")
    }
    _ = await stage.end()
  }

  @Test func evilPatternsTakeNoLongerThanOthers() async throws {
    let stage = try AgentStage(
      [.call("", [("c1", "Grep", ["pattern": "(a*)*(a*)*(a|a)*b$"]), ("c2", "Grep", ["pattern": "(x+x+)+y"])]), .say(["Done."])],
      options: BuiltInOptions(mode: .auto))
    try stage.write("t.txt", String(repeating: "a", count: 20_000) + "\n" + String(repeating: "x", count: 20_000))
    let session = try await stage.open()
    _ = try await stage.prompt(session, "Search")
    #expect(stage.client.results.map(\.text) == ["No line matches.", "No line matches."])
    _ = await stage.end()
  }

  @Test func filesAreFoundByName() async throws {
    let patterns: [(String, [String])] = [
      ("*.swift", ["a.swift", "src/b.swift", "src/deep/c.swift"]), ("src/*.swift", ["src/b.swift"]),
      ("src/**/*.swift", ["src/b.swift", "src/deep/c.swift"]),
      ("**/deep/**", ["src/deep/c.swift", "src/deep/d+e.h"]), ("*.{h,md}", ["README.md", "src/deep/d+e.h"]),
      ("?.swift", ["a.swift", "src/b.swift", "src/deep/c.swift"]),
      ("[ab].swift", ["a.swift", "src/b.swift"]), ("d+e.h", ["src/deep/d+e.h"]), ("config", []),
    ]
    let calls = patterns.enumerated().map { number, pattern in
      ScriptedProvider.Step.call("", [("c\(number)", "Glob", ["pattern": .string(pattern.0)])])
    }
    let within: ScriptedProvider.Step = .call(
      "",
      [("w", "Glob", ["pattern": "*.swift", "path": "src/deep"]), ("g", "Grep", ["pattern": "x", "glob": "*.h", "output_mode": "count"])])
    let stage = try AgentStage(calls + [within, .say(["Done."])], options: BuiltInOptions(mode: .auto))
    for path in ["a.swift", "src/b.swift", "src/deep/c.swift", "src/deep/d+e.h", "README.md", ".git/config"] {
      try stage.write(path, "x\nx\n")
    }
    let session = try await stage.open()
    _ = try await stage.prompt(session, "Find")
    for ((pattern, wanted), result) in zip(patterns, stage.client.results) {
      #expect(result.text == (wanted.isEmpty ? "No file matches." : wanted.joined(separator: "\n")), "\(pattern)")
    }
    #expect(stage.client.results.suffix(2).map(\.text) == ["src/deep/c.swift", "src/deep/d+e.h:2"])
    _ = await stage.end()
  }
}
