/// A small screen with the roles that matter, to look at a theme by: the themes page and `carrel themes` show it.
package enum ThemeSample {
  /// Its size: rows, and the columns below which it is cut.
  package static let size = Size(width: 72, height: 12)

  /// The sample alone, on a canvas of its own.
  package static func canvas(width: Int = size.width) -> Canvas {
    var canvas = Canvas(size: Size(width: max(0, width), height: size.height))
    draw(into: &canvas, rect: canvas.bounds)
    return canvas
  }

  private struct Piece {
    var text: String
    var role: Role
    init(_ text: String, _ role: Role = .text) {
      self.text = text
      self.role = role
    }
  }

  /// Draws it; what does not fit is left out.
  package static func draw(into canvas: inout Canvas, rect: Rect) {
    guard rect.width >= 20, rect.height > 2 else { return }
    canvas.fill(rect, style: Style(.text))
    canvas.fill(Rect(column: rect.column, row: rect.row, width: rect.width, height: 1), style: Style(.statusBar))
    let bar = [
      Piece(" carrel  ", .title), Piece("2 running  ", .stateRunning), Piece("1 needs you  ", .stateWaiting), Piece("$3.42 ", .statusBar),
    ]
    put(bar, under: .statusBar, into: &canvas, rect, row: 0)
    let height = min(rect.height - 1, size.height - 2)
    let left = rect.width >= 60 ? 28 : rect.width
    let list = Rect(column: rect.column, row: rect.row + 1, width: left, height: height)
    drawList(into: &canvas, list)
    if left < rect.width {
      drawText(into: &canvas, Rect(column: rect.column + left, row: rect.row + 1, width: rect.width - left, height: height))
    }
    guard rect.height >= size.height else { return }
    canvas.fill(Rect(column: rect.column, row: rect.row + size.height - 1, width: rect.width, height: 1), style: Style(.statusBar))
    let keys = [
      Piece(" A", .statusKey), Piece(" approve  ", .statusBar), Piece("D", .statusKey), Piece(" discard  ", .statusBar),
      Piece("! 3 new since you left", .statusWarning),
    ]
    put(keys, under: .statusBar, into: &canvas, rect, row: size.height - 1)
  }

  private static func drawList(into canvas: inout Canvas, _ rect: Rect) {
    canvas.box(rect, style: Style(.borderFocused), title: "Tasks", titleStyle: Style(.titleFocused), note: "1 of 6")
    let rows: [[Piece]] = [
      [Piece(" NEED YOU", .section)],
      [Piece(" ? ", .stateWaiting), Piece("T12 Fix the login  "), Piece("3m", .textDim)],
      [Piece(" ✓ ", .stateReview), Piece("T3  Typo in help "), Piece("review", .stateReview)],
      [Piece(" RUNNING", .section)],
      [Piece(" ▶ ", .stateRunning), Piece("T15 Cache lookups  "), Piece("4m", .textDim)],
      [Piece(" ○ ", .stateQueued), Piece("T16 Rotate keys", .stateQueued)],
      [Piece(" ✗ ", .stateFailed), Piece("T9  Upgrade TLS", .stateFailed)],
      [Piece(" ✓ ", .stateDone), Piece("T1  Read-me", .stateDone)],
    ]
    draw(rows, chosen: 1, into: &canvas, rect)
  }

  private static func drawText(into canvas: inout Canvas, _ rect: Rect) {
    canvas.box(rect, style: Style(.border), title: "T12 Fix the login", titleStyle: Style(.title), note: "9 of 12")
    let rows: [[Piece]] = [
      [
        Piece(" Renew the token ", .markdownHeading), Piece("in "), Piece("session.swift", .markdownCode), Piece(" "),
        Piece("link", .textLink),
      ],
      [Piece(" the fetched token is never renewed", .thinking)],
      [Piece(" ▸ ", .toolName), Piece("Edit", .toolName), Piece(" src/session.swift "), Piece("+2 −1", .toolOutput)],
      [Piece(" @@ −41,3 +41,4 @@ ", .diffHunk), Piece("func fetch", .diffFile)],
      [Piece(" 41 ", .diffNumber), Piece("- return ", .diffRemoved), Piece("cached", .diffRemovedWord), Piece(".token", .diffRemoved)],
      [Piece(" 41 ", .diffNumber), Piece("+ return ", .diffAdded), Piece("fresh", .diffAddedWord), Piece(".token", .diffAdded)],
      [
        Piece(" let ", .syntaxKeyword), Piece("n: "), Piece("Int", .syntaxType), Piece(" = "), Piece("42", .syntaxNumber), Piece("  "),
        Piece("\"text\"", .syntaxString), Piece(" // why", .syntaxComment),
      ],
      [
        Piece(" ? ", .request), Piece("Run "), Piece("swift test", .markdownCode), Piece("  "), Piece("y", .requestKey), Piece(" allow "),
        Piece("error", .noticeError),
      ],
    ]
    draw(rows, chosen: nil, into: &canvas, rect)
  }

  private static func draw(_ rows: [[Piece]], chosen: Int?, into canvas: inout Canvas, _ rect: Rect) {
    let inner = rect.inset(by: 1)
    for (index, row) in rows.enumerated() where index < inner.height {
      put(row, under: nil, into: &canvas, inner, row: index)
      if index == chosen {
        canvas.setUnder(Rect(column: inner.column, row: inner.row + index, width: inner.width, height: 1), role: .selectionFocused)
      }
    }
  }

  private static func put(_ pieces: [Piece], under: Role?, into canvas: inout Canvas, _ rect: Rect, row: Int) {
    var column = rect.column
    let end = rect.column + rect.width
    for piece in pieces where column < end {
      column += canvas.put(piece.text, column: column, row: rect.row + row, style: Style(piece.role, under: under), width: end - column)
    }
  }
}
