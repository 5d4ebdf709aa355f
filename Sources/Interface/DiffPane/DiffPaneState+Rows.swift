internal import Model

extension DiffPaneState {
  /// The rows of the chosen file.
  func makeRows() -> [DiffRow] {
    guard let file = selectedFile else { return [] }
    var result = DiffRemarks.sentences(file, loaded, opened: openedLarge.contains(file.path)).map(DiffRow.remark)
    let places = commentPlaces(file)
    result += places.homeless.map(DiffRow.comment)
    guard let hunks = loaded?.file?.hunks else { return result }
    result.reserveCapacity(hunks.reduce(result.count) { $0 + $1.lines.count + 1 })
    for (index, hunk) in hunks.enumerated() {
      if isFolded(hunk: index), !places.rows.keys.contains(where: { $0.hunk == index }) {
        result.append(.seen(hunk: index))
        continue
      }
      result.append(.hunk(index))
      if isSideBySide {
        appendPairs(hunk, index, places.rows, to: &result)
      } else {
        for line in hunk.lines.indices {
          result.append(.line(hunk: index, line))
          if let comments = places.rows[Place(hunk: index, line: line)] { result += comments.map(DiffRow.comment) }
        }
      }
    }
    return result
  }

  /// A line of the chosen file.
  struct Place: Hashable {
    var hunk: Int
    var line: Int
  }

  private func appendPairs(_ hunk: Hunk, _ index: Int, _ comments: [Place: [Int]], to result: inout [DiffRow]) {
    var line = 0
    while line < hunk.lines.count {
      if hunk.lines[line].kind == .context || hunk.lines[line].kind == .noNewline {
        result.append(.pair(hunk: index, left: line, right: line))
        if let comments = comments[Place(hunk: index, line: line)] { result += comments.map(DiffRow.comment) }
        line += 1
        continue
      }
      var left: [Int] = []
      var right: [Int] = []
      while line < hunk.lines.count {
        let kind = hunk.lines[line].kind
        if kind == .context || (kind == .removed && !right.isEmpty) { break }
        if kind == .removed { left.append(line) } else if kind == .added { right.append(line) }
        line += 1
      }
      for row in 0..<max(left.count, right.count) {
        let old = row < left.count ? left[row] : nil
        let new = row < right.count ? right[row] : nil
        result.append(.pair(hunk: index, left: old, right: new))
        for line in [old, new] {
          if let line, let comments = comments[Place(hunk: index, line: line)] { result += comments.map(DiffRow.comment) }
        }
      }
    }
  }

  /// Under which lines the comments of a file stand; those whose line is not there stand above all.
  private func commentPlaces(_ file: DiffFile) -> (rows: [Place: [Int]], homeless: [Int]) {
    var rows: [Place: [Int]] = [:]
    var homeless: [Int] = []
    for (index, comment) in comments.enumerated() where comment.target.path == file.path {
      if let place = place(of: comment.target) { rows[place, default: []].append(index) } else { homeless.append(index) }
    }
    return (rows, homeless)
  }

  /// The last line of a comment's target: by its text, the nearest to its number.
  private func place(of target: DiffCommentTarget) -> Place? {
    guard let hunks = loaded?.file?.hunks, let text = target.snippet.last else { return nil }
    var best: (place: Place, distance: Int)?
    for (index, hunk) in hunks.enumerated() {
      for (number, line) in hunk.lines.enumerated() where line.text == text {
        guard let own = target.side == .new ? line.new : line.old else { continue }
        let distance = abs(own - target.last)
        if best.map({ distance < $0.distance }) ?? true { best = (Place(hunk: index, line: number), distance) }
      }
    }
    return best?.place
  }
}
