/// Where somebody reads in a file, in terms that outlive another diff of the same file: old line numbers do not change while the base stays.
struct DiffAnchor: Hashable, Sendable {
  /// The number of the last old line at or above the row.
  var old: Int
  /// The row's line; nil on a hunk's head or a remark.
  var kind: DiffLine.Kind?
  var text: String
  /// The row's distance from the top of the view.
  var offset: Int

  /// The anchor of a row.
  init(row: Int, in rows: [DiffRow], of file: FileDiff?, top: Int) {
    old = 0
    text = ""
    offset = row - top
    guard let file, rows.indices.contains(row), let hunk = rows[row].hunkIndex, file.hunks.indices.contains(hunk) else { return }
    old = file.hunks[hunk].oldStart
    guard let index = rows[row].lineIndex, file.hunks[hunk].lines.indices.contains(index) else { return }
    let line = file.hunks[hunk].lines[index]
    kind = line.kind
    text = line.text
    old = file.hunks[hunk].lines[...index].last { $0.old != nil }?.old ?? old
  }

  /// The row of another diff of the file that comes nearest: the same line where it still is, else the place where it was.
  func row(in rows: [DiffRow], of file: FileDiff?) -> Int {
    guard let file else { return 0 }
    var near = 0
    var same: (row: Int, distance: Int)?
    var number = 0
    for (index, row) in rows.enumerated() {
      guard let hunk = row.hunkIndex else { continue }
      guard let line = row.lineIndex else {
        number = file.hunks[hunk].oldStart
        if kind == nil, number <= old { near = index }
        continue
      }
      let candidate = file.hunks[hunk].lines[line]
      if let old = candidate.old { number = old }
      if number <= old, kind != nil { near = index }
      guard candidate.kind == kind, candidate.text == text else { continue }
      let distance = abs(number - old)
      if same.map({ distance < $0.distance }) ?? true { same = (index, distance) }
    }
    return same?.row ?? near
  }
}
