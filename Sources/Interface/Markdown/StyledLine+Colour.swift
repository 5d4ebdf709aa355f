package import Screen

extension StyledLine {
  /// A cleaned line of source text with the lexer's colours; the rest is in the role `base`.
  package init(coloured text: String, tokens: [SyntaxToken], base: Role) {
    self.init(text, base)
    guard !tokens.isEmpty else { return }
    var pieces: [StyledRun] = []
    var at = 0
    let plain = self
    for token in tokens where token.range.lowerBound >= at {
      pieces += plain.pieces(at..<token.range.lowerBound)
      pieces += plain.pieces(token.range).map { StyledRun($0.text, token.role) }
      at = token.range.upperBound
    }
    runs = pieces + plain.pieces(at..<text.utf8.count)
  }

  /// The same with one role put in the place of another.
  package func inRole(_ role: Role, insteadOf old: Role) -> StyledLine {
    var line = self
    for index in line.runs.indices where line.runs[index].style.role == old { line.runs[index].style.role = role }
    return line
  }
}
