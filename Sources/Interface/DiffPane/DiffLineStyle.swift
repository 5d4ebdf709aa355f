internal import Model
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
    let tricks = HiddenText.tricks(in: line.text).filter { $0.kind == .lookAlike || ($0.kind == .trailingSpace && line.kind == .added) }
    var edges: Set<Int> = [0, count]
    for trick in tricks { edges.formUnion([trick.range.lowerBound, trick.range.upperBound]) }
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
      let trick = tricks.first { $0.range.contains(start) }?.kind
      let runs = trick.map { named(piece, $0, style) } ?? RiskyText.runs(piece, style: style, column: column)
      column += runs.reduce(0) { $0 + TextWidth.width(of: $1.text) }
      result += runs
    }
    if utf8.count > count { result.append(StyledRun("…", .textDim)) }
    return result
  }

  /// What would not be seen, by its number or a sign.
  private static func named(_ piece: Substring, _ kind: HiddenText.Trick.Kind, _ style: Style) -> [StyledRun] {
    let words = piece.unicodeScalars.map { scalar in
      if kind == .trailingSpace, scalar == " " { return "·" }
      if kind == .trailingSpace, scalar == "\t" { return "→" }
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "⟨U+\(String(repeating: "0", count: max(0, 4 - digits.utf8.count)))\(digits)⟩"
    }
    return [StyledRun(words.joined(), style: Style(.risky, under: style.under))]
  }
}
