internal import Model
internal import Screen

/// The row of a file in the list.
struct DiffFileRow {
  private let file: DiffFile
  private let isReviewed: Bool
  private let comments: Int
  private let isTicked: Bool
  private let outness: DiffPaneState.Outness
  private let seenIn: TaskID?

  init(
    _ file: DiffFile, isReviewed: Bool, comments: Int, isTicked: Bool = false, outness: DiffPaneState.Outness = .none, seenIn: TaskID? = nil
  ) {
    self.seenIn = seenIn
    self.file = file
    self.isReviewed = isReviewed
    self.comments = comments
    self.isTicked = isTicked
    self.outness = outness
  }

  func line(width: Int) -> StyledLine {
    var row = StyledLine([StyledRun("\(file.status.rawValue) ", role)])
    switch outness {
    case .none: break
    case .part: row.trailing.append(StyledRun("× part out ", .noticeWarning))
    case .all: row.trailing.append(StyledRun("× out ", .noticeWarning))
    }
    if file.needsTick, outness != .all { row.trailing.append(isTicked ? StyledRun("ticked ", .stateDone) : StyledRun("tick? ", .risky)) }
    if isReviewed { row.trailing.append(StyledRun(seenIn.map { "✓ seen in \($0) " } ?? "✓ ", .stateDone)) }
    if comments > 0 { row.trailing.append(StyledRun("\(comments)c ", .noticeInfo)) }
    if file.marks.contains(.binary) {
      row.trailing.append(StyledRun("binary", .textDim))
    } else {
      row.trailing.append(StyledRun("+\(file.insertions)", file.insertions > 0 ? .diffAdded : .textDim))
      row.trailing.append(StyledRun(" −\(file.deletions)", file.deletions > 0 ? .diffRemoved : .textDim))
    }
    let isSensitive = file.marks.contains(.sensitive) || file.marks.contains(.ignoreRules) || !file.sensitivities.isEmpty
    let words = marks.isEmpty ? "" : " [" + marks.joined(separator: ", ") + "]"
    let right = row.trailing.reduce(0) { $0 + TextWidth.width(of: $1.text) }
    let room = max(6, width - 2 - right - 1)
    let path = UntrustedText.cleanLine(file.path)
    let marksShown = TextWidth.width(of: words) + min(12, TextWidth.width(of: path)) <= room ? words : ""
    let risky = RiskyText.runs(file.path, style: Style(.diffFile))
    let pathRoom = room - TextWidth.width(of: marksShown)
    if StyledLine(risky).width <= pathRoom {
      row.runs += risky
    } else {
      row.runs.append(StyledRun(Self.shortened(path, pathRoom), risky.contains { $0.style.role == .risky } ? .risky : .diffFile))
    }
    if !marksShown.isEmpty {
      row.runs.append(StyledRun(marksShown, isSensitive ? .noticeWarning : .textDim))
    }
    return row
  }

  /// What is said of it: why it is sensitive, then the marks that this does not say already.
  private var marks: [String] {
    let kinds = file.sensitivities.map(\.kind.rawValue)
    let made = GeneratedFile.reason(path: file.path) == nil ? [] : ["generated"]
    let rest = made + file.marks.filter { $0 != .binary && !($0 == .sensitive && !kinds.isEmpty) }.map(\.rawValue)
    return kinds + rest.filter { !kinds.contains($0) }
  }

  private var role: Role {
    switch file.status {
    case .added: .diffAdded
    case .deleted: .diffRemoved
    case .modified, .renamed, .copied, .typeChanged: .diffFile
    }
  }

  /// The end of a path, with `…` before it: the file's name says most.
  static func shortened(_ path: String, _ width: Int) -> String {
    guard TextWidth.width(of: path) > width, width > 1 else { return TextWidth.truncate(path, width) }
    var used = 1
    var tail = path.unicodeScalars.endIndex
    let scalars = path.unicodeScalars
    while tail > scalars.startIndex {
      let before = scalars.index(before: tail)
      used += TextWidth.width(of: scalars[before])
      if used > width { break }
      tail = before
    }
    return "…" + String(scalars[tail...])
  }
}
