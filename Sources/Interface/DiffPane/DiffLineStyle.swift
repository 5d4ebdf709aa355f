internal import Screen

/// Puts colours on one line of a diff: the lexer's on the text, the words that changed under it.
enum DiffLineStyle {
  /// Bytes drawn of a line; what is longer ends with `…`.
  static let longest = 3000
  /// Bytes of a line up to which it gets the lexer's colours.
  static let longestColoured = 400

  /// The pieces of a line.
  static func runs(_ line: DiffLine, tokens: [SyntaxToken], words: [Range<Int>]) -> [StyledRun] {
    let (base, under): (Role, Role?) =
      switch line.kind {
      case .context: (.diffContext, nil)
      case .added: (.diffAdded, .diffAdded)
      case .removed: (.diffRemoved, .diffRemoved)
      case .noNewline: (.textDim, nil)
      }
    let word: Role = line.kind == .added ? .diffAddedWord : .diffRemovedWord
    let utf8 = line.text.utf8
    let count = min(utf8.count, longest)
    var edges: Set<Int> = [0, count]
    for token in tokens { edges.formUnion([token.range.lowerBound, token.range.upperBound]) }
    for range in words { edges.formUnion([range.lowerBound, range.upperBound]) }
    let sorted = edges.filter { $0 <= count }.sorted()
    var result: [StyledRun] = []
    var column = 0
    var token = 0
    var changed = 0
    for (start, end) in zip(sorted, sorted.dropFirst()) {
      while token < tokens.count, tokens[token].range.upperBound <= start { token += 1 }
      while changed < words.count, words[changed].upperBound <= start { changed += 1 }
      let isWord = changed < words.count && words[changed].contains(start)
      let colour = token < tokens.count && tokens[token].range.contains(start) ? tokens[token].role : nil
      let style = Style(colour ?? (isWord ? word : base), under: isWord ? word : under)
      let piece = line.text[utf8.index(utf8.startIndex, offsetBy: start)..<utf8.index(utf8.startIndex, offsetBy: end)]
      let runs = RiskyText.runs(piece, style: style, column: column)
      column += runs.reduce(0) { $0 + TextWidth.width(of: $1.text) }
      result += runs
    }
    if utf8.count > count { result.append(StyledRun("…", .textDim)) }
    return result
  }
}
