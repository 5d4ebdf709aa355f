import Client
import JSON
import Model
import Testing

/// What `carrel conflicts` prints.
@Suite struct CollisionTextTests {
  private static let report: CollisionReport = {
    let (one, two, three) = (TaskID(1), TaskID(2), TaskID(10))
    var matrix = CollisionMatrix(
      repository: "https://git.lab/ops/shop.git", tasks: [three, one, two],
      collisions: [
        Collision(
          one, two, .conflict,
          files: [
            CollisionFile(path: "b.txt", first: [LineSpan(start: 9, count: 1)], second: [LineSpan(start: 40, count: 2)]),
            CollisionFile(
              path: "a\u{202E}.txt", conflict: "both changed it", first: [LineSpan(start: 3, count: 2)],
              second: [LineSpan(start: 4, count: 1)]),
          ]),
        Collision(two, three, .shared, files: [CollisionFile(path: "c.txt")]),
      ],
      standings: [
        one: MergeStanding(.merges, branch: "main", commit: "abc"),
        three: MergeStanding(.conflicts, branch: "main", commit: "abc", files: [CollisionFile(path: "d.txt", conflict: "both changed it")]),
      ])
    matrix.order = [two, one, three]
    matrix.requests = [two: "PR #12"]
    let rehearsal = MergeRehearsal([
      .init(two, MergeStanding(.merges, branch: "main", commit: "abc")),
      .init(
        one, MergeStanding(.conflicts, branch: "main", commit: "abc", files: [CollisionFile(path: "b.txt", conflict: "x")]), against: [two]),
    ])
    return CollisionReport(name: "shop", matrix: matrix, rehearsal: rehearsal, remarks: ["main could not be fetched"])
  }()

  @Test func lines() {
    let lines = CollisionText.lines(Self.report, titles: [TaskID(1): "Fix \u{1B}[2J it"])
    #expect(lines[0].hasPrefix("shop  https://git.lab/ops/shop.git  3 tasks, 1 conflict, 1 pair shares files and merges, 1 does not merge"))
    #expect(lines[1] == "remark: main could not be fetched")
    #expect(
      lines[2...6] == [
        "    T1 T2 T10 onto", " T1  - !1   .   ok   Fix ␛[2J it", " T2 !1  -  ~1    ?   PR #12 open:", "T10  . ~1   -   !1",
        "! conflicts  ~ same files, merges  . nothing in common; numbers count files",
      ])
    #expect(lines.contains("T1 and T2: conflict") && lines.contains("T2 and T10: the same files, merges"))
    #expect(lines.contains("    a<U+202E>.txt  both changed it, lines 3-4"))
    #expect(lines.contains("    b.txt  other hunks, merges") && lines.contains("    c.txt  merges"))
    #expect(lines.contains("T10 does not merge onto main: d.txt"))
    #expect(lines.contains("order: T2 T1 T10"))
    #expect(lines.suffix(2) == ["    1  T2  merges", "    2  T1  conflict with T2: b.txt"])
    #expect(!lines.joined().contains("\u{1B}"))
  }

  @Test func json() throws {
    let value = CollisionText.json([Self.report], titles: [TaskID(2): "Two"])
    let first = try #require(value[0])
    #expect(first["conflicts"] == true && first["order"] == ["T2", "T1", "T10"])
    #expect(first["tasks"]?[1]?["title"] == "Two" && first["tasks"]?[1]?["standing"] == .null)
    #expect(first["collisions"]?[0]?["files"]?[0]?["meeting"] == [["start": 3, "count": 2]])
    #expect(first["rehearsal"]?[1]?["against"] == ["T2"])
  }
}
