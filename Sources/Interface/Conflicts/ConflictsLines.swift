internal import Model
internal import Screen

/// The texts of the page: the pair under the cursor, its files and hunks, the steps of the train.
enum ConflictsLines {
  /// Whether there is something to show of the cell under the cursor.
  static func hasSomething(_ page: ConflictsState, _ matrix: CollisionMatrix) -> Bool {
    guard matrix.tasks.indices.contains(page.row) else { return false }
    let row = matrix.tasks[page.row]
    guard matrix.tasks.indices.contains(page.column) else { return matrix.standings[row] != nil }
    return row == matrix.tasks[page.column] || matrix.collision(row, matrix.tasks[page.column]) != nil
  }

  /// The cell under the cursor in one line.
  static func cell(_ page: ConflictsState, _ matrix: CollisionMatrix) -> DialogLine {
    guard matrix.tasks.indices.contains(page.row) else { return DialogLine("") }
    let row = matrix.tasks[page.row]
    guard matrix.tasks.indices.contains(page.column) else {
      guard let standing = matrix.standings[row] else { return DialogLine("\(row): not looked at", .textDim) }
      let words = standing.words ?? "merges onto \(standing.branch ?? String(standing.commit.prefix(10)))"
      return DialogLine("\(row) \(words)", standing.kind == .conflicts ? .noticeError : .text)
    }
    let column = matrix.tasks[page.column]
    if row == column {
      let conflicts = matrix.conflicts(of: row)
      let shared = matrix.collisions(of: row).count - conflicts
      return DialogLine("\(row): in conflict with \(conflicts), shares files with \(shared) more", conflicts > 0 ? .noticeError : .text)
    }
    guard let collision = matrix.collision(row, column) else { return DialogLine("\(row) and \(column): nothing in common", .textDim) }
    let names = collision.files.prefix(4).map { "\($0.path) (\($0.words))" }.joined(separator: ", ")
    let more = collision.count > 4 ? " and \(collision.count - 4) more" : ""
    return DialogLine(
      "\(row) and \(column) \(collision.kind == .conflict ? "do not merge" : "merge"): \(names)\(more)",
      collision.kind == .conflict ? .noticeError : .text)
  }

  /// The files and hunks of the cell under the cursor; of a task itself all that it has in common with others.
  static func pair(_ page: ConflictsState, _ report: CollisionReport, _ state: InterfaceState, width: Int) -> [StyledLine] {
    let matrix = report.matrix
    guard matrix.tasks.indices.contains(page.row) else { return [] }
    let row = matrix.tasks[page.row]
    var lines: [StyledLine] = [name(row, state)]
    guard matrix.tasks.indices.contains(page.column) else {
      return lines + [StyledLine()] + standing(matrix.standings[row], width)
    }
    let column = matrix.tasks[page.column]
    let pairs = row == column ? matrix.collisions(of: row) : matrix.collision(row, column).map { [$0] } ?? []
    if pairs.isEmpty { lines.append(StyledLine("It has nothing in common with the others.", .textDim)) }
    for pair in pairs {
      let other = pair.other(than: row)
      lines += row == column ? [StyledLine(), name(other, state)] : [name(other, state), StyledLine()]
      lines.append(
        pair.kind == .conflict
          ? StyledLine(
            "They do not merge: \(files(pair.conflicts.count))\(pair.count > pair.conflicts.count ? " of \(pair.count)" : "").",
            .noticeError)
          : StyledLine("They share \(files(pair.count)) and merge.", .text))
      for file in pair.files { lines += self.file(pair.first == row ? file : file.turned, row, other, width) }
      if pair.count > pair.files.count { lines.append(StyledLine("  and \(pair.count - pair.files.count) more", .textDim)) }
    }
    return lines
  }

  private static func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }

  /// Its title, with the request of one that is published and not merged.
  static func title(_ id: TaskID, _ state: InterfaceState) -> String {
    guard let task = state.tasks[id] else { return "" }
    return (task.openRequest.map { "\($0.name) open: " } ?? "") + task.ticket.title
  }

  private static func name(_ id: TaskID, _ state: InterfaceState) -> StyledLine {
    let title = UntrustedText.cleanLine(title(id, state))
    return StyledLine([StyledRun("\(id)  ", .textDim), StyledRun(title, .textStrong)])
  }

  private static func file(_ file: CollisionFile, _ first: TaskID, _ second: TaskID, _ width: Int) -> [StyledLine] {
    var lines = StyledLine([
      StyledRun(file.conflict == nil ? "~ " : "! ", file.conflict == nil ? .textDim : .noticeError),
      StyledRun(UntrustedText.cleanLine(file.path), .diffFile),
      StyledRun("  " + UntrustedText.cleanLine(file.words), file.conflict == nil ? .textDim : .noticeError),
    ]).wrapped(width: width, hanging: 4)
    for (task, spans) in [(first, file.first), (second, file.second)] {
      guard let spans, !spans.isEmpty else { continue }
      let words = spans.prefix(12).map(\.words).joined(separator: ", ") + (spans.count > 12 ? " and \(spans.count - 12) more" : "")
      lines += StyledLine("    \(task)  lines \(words)", .textDim).wrapped(width: width, hanging: 8)
    }
    return lines
  }

  private static func standing(_ standing: MergeStanding?, _ width: Int) -> [StyledLine] {
    guard let standing else { return [StyledLine("It was not held against its branch yet.", .textDim)] }
    let place = "\(standing.branch ?? "its base") at \(standing.commit.prefix(12))"
    switch standing.kind {
    case .merges: return [StyledLine("It merges onto \(UntrustedText.cleanLine(place)).", .text)]
    case .nothingLeft: return [StyledLine("All of it is in \(UntrustedText.cleanLine(place)) already.", .text)]
    case .conflicts:
      return [StyledLine("It does not merge onto \(UntrustedText.cleanLine(place)):", .noticeError)]
        + standing.files.flatMap { file(CollisionFile(path: $0.path, conflict: $0.conflict), TaskID(0), TaskID(0), width) }
        + [StyledLine(), StyledLine("b brings it onto the branch; its agent puts right what does not merge.", .textDim)]
    }
  }

  /// The steps of the train, or the order while it is being rehearsed.
  static func steps(_ report: CollisionReport, _ state: InterfaceState) -> [StyledLine] {
    let steps = report.rehearsal?.steps
    let ids = steps?.map(\.task) ?? report.matrix.order
    let digits = String(ids.count).utf8.count
    let wide = ids.map { $0.description.utf8.count }.max() ?? 0
    return ids.enumerated().map { place, id in
      let number = String(place + 1)
      var runs = [
        StyledRun(
          String(repeating: " ", count: digits - number.utf8.count) + number + "  " + id.description
            + String(repeating: " ", count: wide - id.description.utf8.count) + "  ", .textDim)
      ]
      if let step = steps?[place] {
        let role: Role = step.standing.kind == .conflicts ? .noticeError : step.standing.kind == .merges ? .stateDone : .textDim
        let sign = step.standing.kind == .conflicts ? "! " : step.standing.kind == .merges ? "+ " : "= "
        runs.append(StyledRun(sign + UntrustedText.cleanLine(step.words) + "  ", role))
      }
      runs.append(StyledRun(UntrustedText.cleanLine(title(id, state)), .text))
      return StyledLine(runs)
    }
  }
}
