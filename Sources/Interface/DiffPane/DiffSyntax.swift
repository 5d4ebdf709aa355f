/// What the lines of a hunk begin inside of, as far down as it was looked at.
struct DiffSyntax: Hashable, Sendable {
  /// By line: the state that the line itself begins in.
  private(set) var states: [SyntaxState] = []
  private var old = SyntaxState.plain
  private var new = SyntaxState.plain

  /// Looks at the lines up to and with `line`.
  mutating func extend(to line: Int, of hunk: Hunk, _ lexer: SyntaxLexer) {
    while states.count <= line, states.count < hunk.lines.count {
      let next = hunk.lines[states.count]
      switch next.kind {
      case .removed:
        states.append(old)
        _ = lexer.tokens(of: next.text, state: &old)
      case .added:
        states.append(new)
        _ = lexer.tokens(of: next.text, state: &new)
      case .context:
        states.append(new)
        _ = lexer.tokens(of: next.text, state: &new)
        old = new
      case .noNewline: states.append(new)
      }
    }
  }
}
