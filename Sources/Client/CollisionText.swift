package import JSON
package import Model

/// Tasks that are in each other's way, for `carrel conflicts`.
package enum CollisionText {
  /// The table, what the pairs have in common, the order, and the rehearsal where there is one.
  package static func lines(_ report: CollisionReport, titles: [TaskID: String]) -> [String] {
    let matrix = report.matrix
    var lines = ["\(PlainText.line(report.name))  \(PlainText.line(matrix.repository))  \(matrix.tasks.count) tasks, \(matrix.summary)"]
    lines += report.remarks.map { "remark: \(PlainText.line($0))" }
    lines += table(matrix, titles)
    for collision in matrix.collisions {
      lines.append("")
      lines.append("\(collision.first) and \(collision.second): \(collision.kind == .conflict ? "conflict" : "the same files, merges")")
      lines += collision.files.prefix(20).map { "    \(PlainText.line($0.path))  \($0.words)" }
      if collision.count > 20 { lines.append("    and \(collision.count - 20) more") }
    }
    let stuck = matrix.tasks.compactMap { id in matrix.standings[id]?.words.map { "\(id) \(PlainText.line($0))" } }
    if !stuck.isEmpty { lines += [""] + stuck }
    lines += ["", "order: " + matrix.order.map(\.description).joined(separator: " ")]
    if let rehearsal = report.rehearsal {
      lines.append("rehearsal:")
      for (place, step) in rehearsal.steps.enumerated() {
        let number = String(place + 1)
        lines.append("  \(String(repeating: " ", count: max(0, 3 - number.count)))\(number)  \(step.task)  \(PlainText.line(step.words))")
      }
    }
    return lines
  }

  private static func table(_ matrix: CollisionMatrix, _ titles: [TaskID: String]) -> [String] {
    let heads = [""] + matrix.tasks.map(\.description) + ["onto", ""]
    let rows = matrix.tasks.map { row in
      [row.description] + matrix.tasks.map { matrix.cell(row, $0) } + [matrix.cell(of: row), PlainText.line(title(row, matrix, titles))]
    }
    var widths = heads.map(\.count)
    for row in rows {
      for (index, cell) in row.enumerated() where index < widths.count - 1 { widths[index] = max(widths[index], cell.count) }
    }
    return ([heads] + rows).map { row in
      var line = row.enumerated().map { index, cell in
        index == row.count - 1 ? "  " + cell : String(repeating: " ", count: max(0, widths[index] - cell.count)) + cell
      }.joined(separator: " ")
      while line.last == " " { line.removeLast() }
      return line
    } + [CollisionMatrix.legend]
  }

  /// Its title, with the request of one that is published and not merged.
  private static func title(_ id: TaskID, _ matrix: CollisionMatrix, _ titles: [TaskID: String]) -> String {
    (matrix.requests?[id].map { "\($0) open: " } ?? "") + (titles[id] ?? "")
  }

  /// One JSON document for all repositories.
  package static func json(_ reports: [CollisionReport], titles: [TaskID: String]) -> JSONValue {
    .array(reports.map { object($0, titles) })
  }

  private static func object(_ report: CollisionReport, _ titles: [TaskID: String]) -> JSONValue {
    let matrix = report.matrix
    let tasks = matrix.tasks.map { id -> JSONValue in
      [
        "id": .string(id.description), "title": .string(titles[id] ?? ""),
        "request": matrix.requests?[id].map { .string($0) } ?? .null, "standing": matrix.standings[id].map(object) ?? .null,
      ]
    }
    let collisions = matrix.collisions.map { collision -> JSONValue in
      [
        "a": .string(collision.first.description), "b": .string(collision.second.description), "kind": .string(collision.kind.rawValue),
        "file_count": .integer(Int64(collision.count)), "files": .array(collision.files.map(object)),
      ]
    }
    let steps = report.rehearsal.map { rehearsal in
      JSONValue.array(
        rehearsal.steps.map { step in
          [
            "task": .string(step.task.description), "result": .string(step.standing.kind.rawValue),
            "against": .array(step.against.map { .string($0.description) }), "files": .array(step.standing.files.map(object)),
          ]
        })
    }
    return [
      "name": .string(report.name), "repository": .string(matrix.repository), "conflicts": .bool(report.hasConflicts),
      "tasks": .array(tasks), "collisions": .array(collisions), "order": .array(matrix.order.map { .string($0.description) }),
      "rehearsal": steps ?? .null, "remarks": .array(report.remarks.map { .string($0) }),
    ]
  }

  private static func object(_ standing: MergeStanding) -> JSONValue {
    [
      "result": .string(standing.kind.rawValue), "branch": standing.branch.map { .string($0) } ?? .null,
      "commit": .string(standing.commit), "files": .array(standing.files.map(object)),
    ]
  }

  private static func object(_ file: CollisionFile) -> JSONValue {
    [
      "path": .string(file.path), "conflict": file.conflict.map { .string($0) } ?? .null, "a_lines": spans(file.first),
      "b_lines": spans(file.second), "meeting": spans(file.meeting), "same": .bool(file.isSame == true),
    ]
  }

  private static func spans(_ spans: [LineSpan]?) -> JSONValue {
    guard let spans else { return .null }
    return .array(spans.map { ["start": .integer(Int64($0.start)), "count": .integer(Int64($0.count))] })
  }
}
