import Model

/// Tasks in each other's way, as a service would tell of them.
enum ConflictFixtures {
  static let source = "https://git.lab/ops/shop.git"

  /// Tasks in review, some that still run, with changes.
  static func tasks(_ count: Int) -> [TaskRecord] {
    (1...count).map { number in
      var task = TaskFixtures.review(number, titles[(number - 1) % titles.count], minutes: Int64(number))
      task.diff?.tree = String(repeating: "0", count: 37) + String(100 + number)
      task.baseCommit = "1f2e3d4c5b6a"
      task.baseBranch = "main"
      if number % 5 == 0 {
        task.phase = .running
        task.attention = nil
      }
      if number == 3 { task.standing = standing }
      return task
    }
  }

  private static let titles = [
    "Fix flaky login test", "Rotate deploy keys", "Typo in help", "Invoice totals are rounded twice", "Cache avatar lookups",
    "日本語のヘルプを直す", "Log rejected\u{1B}[2J webhooks", "Remove dead code",
  ]

  static let standing = MergeStanding(
    .conflicts, branch: "main", commit: "9a8b7c6d5e4f00112233", files: [CollisionFile(path: "docs/help.md", conflict: "contents")])

  static func report(_ count: Int, rehearsed: Bool = false) -> CollisionReport {
    let ids = (1...count).map { TaskID($0) }
    var collisions: [Collision] = []
    for first in 1...count {
      for second in (first + 1)..<(count + 2) where second <= count {
        if first * 7 + second * 3 == 13 || (first * 31 + second * 17) % 61 == 3 {
          collisions.append(
            Collision(
              TaskID(first), TaskID(second), .conflict,
              files: [
                CollisionFile(
                  path: "src/login/Session.swift", conflict: "contents",
                  first: [LineSpan(start: 3, count: 1), LineSpan(start: 12, count: 3), LineSpan(start: 40, count: 0)],
                  second: [LineSpan(start: 13, count: 1), LineSpan(start: 88, count: 2)]),
                CollisionFile(path: "docs/\u{1B}[31mred.md", conflict: "modify/delete"),
                CollisionFile(
                  path: "package-lock.json", first: [LineSpan(start: 4, count: 2)], second: [LineSpan(start: 900, count: 1)]),
              ]))
        } else if (first * 13 + second * 29) % 23 == 5 {
          collisions.append(
            Collision(
              TaskID(first), TaskID(second), .shared,
              files: [CollisionFile(path: "README.md", first: [LineSpan(start: 1, count: 1)], second: [LineSpan(start: 9, count: 1)])]))
        }
      }
    }
    var matrix = CollisionMatrix(
      repository: source, tasks: ids, collisions: collisions,
      standings: Dictionary(
        uniqueKeysWithValues: ids.map { id in
          (id, id.number == 3 ? standing : MergeStanding(id.number == 4 ? .nothingLeft : .merges, branch: "main", commit: standing.commit))
        }))
    matrix.order = PublishingOrder.order(tasks(count).map { PublishingOrder.Candidate($0) }, by: matrix)
    var report = CollisionReport(name: "shop", matrix: matrix)
    if rehearsed {
      var landed: [TaskID] = []
      report.rehearsal = MergeRehearsal(
        matrix.order.map { id in
          if let standing = matrix.standings[id], standing.kind != .merges { return MergeRehearsal.Step(id, standing) }
          let against = landed.filter { matrix.collision(id, $0)?.kind == .conflict }
          guard let first = against.first, let pair = matrix.collision(id, first) else {
            landed.append(id)
            return MergeRehearsal.Step(id, MergeStanding(.merges, branch: "main", commit: standing.commit))
          }
          return MergeRehearsal.Step(
            id, MergeStanding(.conflicts, branch: "main", commit: standing.commit, files: pair.conflicts), against: against)
        })
    }
    return report
  }
}
