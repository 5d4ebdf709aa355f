import Model
import Testing

/// Who is in whose way, as values.
@Suite struct MergingTests {
  @Test(
    "Spans meet as git's merge sees them",
    arguments: [
      (LineSpan(start: 3, count: 1), LineSpan(start: 3, count: 1), true),
      (LineSpan(start: 3, count: 1), LineSpan(start: 4, count: 1), true),
      (LineSpan(start: 3, count: 1), LineSpan(start: 5, count: 1), false),
      (LineSpan(start: 3, count: 0), LineSpan(start: 3, count: 0), true),
      (LineSpan(start: 3, count: 0), LineSpan(start: 3, count: 1), true),
      (LineSpan(start: 3, count: 0), LineSpan(start: 5, count: 1), false),
      (LineSpan(start: 0, count: 0), LineSpan(start: 1, count: 4), true),
      (LineSpan(start: 1, count: 9), LineSpan(start: 4, count: 2), true),
      (LineSpan(start: .max, count: .max), LineSpan(start: -5, count: -1), false),
    ]) func spansMeet(_ one: LineSpan, _ other: LineSpan, _ meets: Bool)
  {
    #expect(one.meets(other) == meets)
    #expect(other.meets(one) == meets)
  }

  @Test("The hunks that meet are those that a look at all pairs finds") func meetingHunks() {
    var seed: UInt64 = 11
    func pick(_ range: Range<Int>) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return range.lowerBound + Int(seed >> 33) % range.count
    }
    for _ in 0..<300 {
      func spans() -> [LineSpan] {
        var line = 1
        return (0..<pick(0..<12)).map { _ in
          line += pick(1..<9)
          let span = LineSpan(start: line, count: pick(0..<4))
          line += span.count
          return span
        }
      }
      let file = CollisionFile(path: "f", first: spans(), second: spans())
      let naive = (file.first ?? []).filter { span in (file.second ?? []).contains { $0.meets(span) } }
      #expect(file.meeting == naive, "\(file)")
    }
  }

  @Test("A pair is found whichever way it is asked for") func pairs() {
    let collisions = [(1, 2), (1, 7), (3, 4), (2, 9)].map {
      Collision(TaskID($0), TaskID($1), .conflict, files: [CollisionFile(path: "f")])
    }
    let matrix = CollisionMatrix(repository: "r", tasks: (1...9).map { TaskID($0) }.reversed(), collisions: collisions.reversed())
    #expect(matrix.tasks.first == TaskID(1))
    for collision in collisions {
      #expect(matrix.collision(collision.second, collision.first) == collision)
      #expect(matrix.collision(collision.first, collision.second) == collision)
    }
    #expect(matrix.collision(TaskID(5), TaskID(6)) == nil)
    #expect(matrix.conflicts(of: TaskID(1)) == 2)
    #expect(
      matrix.cell(TaskID(1), TaskID(2)) == "!1" && matrix.cell(TaskID(5), TaskID(6)) == "." && matrix.cell(TaskID(5), TaskID(5)) == "-")
  }

  private func candidate(_ number: Int, priority: Int = 0, age: Int64? = nil, after: [Int] = []) -> PublishingOrder.Candidate {
    PublishingOrder.Candidate(
      id: TaskID(number), priority: priority, created: Timestamp(milliseconds: age ?? Int64(number)), dependsOn: after.map { TaskID($0) })
  }

  private func matrix(_ conflicts: [(Int, Int)], stuck: [Int] = []) -> CollisionMatrix {
    CollisionMatrix(
      repository: "r", tasks: (1...9).map { TaskID($0) },
      collisions: conflicts.map { Collision(TaskID($0), TaskID($1), .conflict, files: [CollisionFile(path: "f", conflict: "contents")]) },
      standings: Dictionary(uniqueKeysWithValues: stuck.map { (TaskID($0), MergeStanding(.conflicts, branch: "main", commit: "c")) }))
  }

  @Test("First what is in nobody's way, then what stops the fewest others") func order() {
    let tasks = (1...5).map { candidate($0) }
    #expect(PublishingOrder.order(tasks, by: matrix([(1, 2), (1, 3), (1, 4)])).map(\.number) == [5, 2, 3, 1, 4])
    #expect(PublishingOrder.order(tasks, by: matrix([])).map(\.number) == [1, 2, 3, 4, 5])
    #expect(PublishingOrder.order(tasks, by: matrix([], stuck: [1])).map(\.number) == [2, 3, 4, 5, 1])
  }

  @Test("Priority, age and what comes after what") func constraints() {
    let tasks = [candidate(1), candidate(2, priority: 5), candidate(3, age: 0), candidate(4, priority: 9, after: [1])]
    #expect(PublishingOrder.order(tasks, by: matrix([])).map(\.number) == [2, 3, 1, 4])
    // Even when it is in the way of all others.
    #expect(PublishingOrder.order([candidate(2, after: [1]), candidate(1)], by: matrix([(1, 2)])).map(\.number) == [1, 2])
    // What it comes after is not among them; and a circle ends all the same.
    #expect(PublishingOrder.order([candidate(2, after: [8])], by: matrix([])).map(\.number) == [2])
    #expect(Set(PublishingOrder.order([candidate(1, after: [2]), candidate(2, after: [1])], by: matrix([])).map(\.number)) == [1, 2])
  }

  @Test("What is said of a standing") func words() {
    let files = ["a", "b", "c", "d"].map { CollisionFile(path: $0, conflict: "contents") }
    #expect(MergeStanding(.conflicts, branch: "main", commit: "c", files: files).words == "does not merge onto main: a, b, c and 1 more")
    #expect(MergeStanding(.merges, branch: "main", commit: "c").words == nil)
    #expect(MergeStanding(.nothingLeft, branch: nil, commit: "0123456789abcdef").words == "0123456789 has all of it already")
  }
}
