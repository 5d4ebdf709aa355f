internal import Screen

/// Colours one line of source text after another. Table-driven and linear: it knows comments, strings, numbers, words and little else.
package struct SyntaxLexer: Sendable {
  /// Lines with more bytes than this are left plain.
  package static let longestLine = 1600

  private let language: SyntaxLanguage

  /// A lexer for a language.
  package init(_ language: SyntaxLanguage) { self.language = language }

  /// The coloured pieces of a line, in order, and in `state` what the next line begins inside of. A line that is too long is left plain and
  /// changes nothing.
  package func tokens(of line: String, state: inout SyntaxState) -> [SyntaxToken] {
    guard line.utf8.count <= Self.longestLine else { return [] }
    var scan = SyntaxScan(bytes: Array(line.utf8), language: language, state: state)
    scan.run()
    state = scan.state
    return scan.tokens
  }
}
