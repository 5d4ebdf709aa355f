package import Screen

/// Lays Markdown out in rows of a width. Text that grows can be laid out again from its last paragraph on.
package struct MarkdownLayout: Hashable, Sendable {
  /// The rows.
  package private(set) var lines: [StyledLine] = []
  /// The width that they are for, in columns.
  package let width: Int
  private let base: Role
  /// The UTF-8 offset of the last block that a blank line parts from what is before it: nothing that is appended changes the rows before.
  private var resumeOffset = 0
  /// The rows before that block.
  private var resumeLines = 0
  private var resumeInList = false

  /// Lays a text out; `base` is the role of text without a style.
  package init(_ text: String, width: Int, base: Role = .text) {
    self.width = max(8, width)
    self.base = base
    extend(to: text)
  }

  /// Lays out a text that begins with the one before. The result is the same as of a fresh layout; the work is that of the last paragraph.
  package mutating func extend(to text: String) {
    let utf8 = text.utf8
    let from = min(resumeOffset, utf8.count)
    let rest = from == 0 ? text : String(text[utf8.index(utf8.startIndex, offsetBy: from)...])
    lines.removeSubrange(min(resumeLines, lines.count)...)
    var inList = resumeInList
    for block in MarkdownParser.blocks(of: rest, offset: from, inList: inList) {
      if block.spaced {
        resumeOffset = block.start
        resumeLines = lines.count
        resumeInList = inList
      }
      if block.spaced, !lines.isEmpty { lines.append(StyledLine()) }
      lines += rows(of: block, width: width)
      inList = block.isInList
    }
  }

  private func rows(of block: MarkdownBlock, width: Int) -> [StyledLine] {
    let indent = min(block.indent, width / 2)
    let rows: [StyledLine]
    switch block.kind {
    case .paragraph(let text):
      rows = StyledLine(MarkdownInline.runs(of: text, base: base)).wrapped(width: width - indent)
    case .heading(let level, let text):
      let runs = MarkdownInline.runs(of: text, base: .markdownHeading).map {
        $0.style.role == .textStrong ? StyledRun($0.text, .markdownHeading) : $0
      }
      rows = StyledLine([StyledRun(String(repeating: "#", count: level) + " ", .textDim)] + runs).wrapped(width: width, hanging: level + 1)
    case .code(let language, let code): rows = codeRows(code, language: language, width: width - indent)
    case .item(let marker, let text):
      let lead = TextWidth.width(of: marker) + 1
      let runs = MarkdownInline.runs(of: text, base: base)
      rows = StyledLine([StyledRun(marker + " ", .markdownBullet)] + runs).wrapped(width: width - indent, hanging: lead)
    case .quote(let blocks):
      var inner: [StyledLine] = []
      // Quotes in quotes leave no room at last: then the bars that are there must do.
      let bar = width >= 8 ? [StyledRun("│ ", .markdownQuote)] : []
      for block in blocks {
        if block.spaced, !inner.isEmpty { inner.append(StyledLine()) }
        inner += self.rows(of: block, width: bar.isEmpty ? width : width - 2)
      }
      rows = inner.map { $0.inRole(.markdownQuote, insteadOf: base).prefixed(bar) }
    case .table(let cells, let alignments):
      // More columns than the pane has: what does not fit is cut off.
      rows = MarkdownTable(cells, alignments: alignments, base: base).rows(width: width - indent).map { row in
        row.width <= width - indent ? row : row.wrapped(width: width - indent).first ?? row
      }
    case .rule: rows = [StyledLine(String(repeating: "─", count: min(width - indent, 40)), .textDim)]
    }
    return indent == 0 ? rows : rows.map { $0.prefixed([StyledRun(String(repeating: " ", count: indent))]) }
  }

  private func codeRows(_ code: [String], language: String, width: Int) -> [StyledLine] {
    let lexer = SyntaxLanguage.named(language).map(SyntaxLexer.init)
    var state = SyntaxState.plain
    return code.flatMap { line in
      var tokens: [SyntaxToken] = []
      if let lexer { tokens = lexer.tokens(of: line, state: &state) }
      return StyledLine(coloured: line, tokens: tokens, base: .markdownCode).wrapped(width: max(2, width - 2)).map {
        $0.prefixed([StyledRun("  ", .markdownCode)])
      }
    }
  }
}
