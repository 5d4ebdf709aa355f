/// A block of Markdown, cleaned by `UntrustedText`. Lists are flat: each item carries how far it is set in.
package struct MarkdownBlock: Hashable, Sendable {
  /// What it is.
  package enum Kind: Hashable, Sendable {
    case paragraph(String)
    case heading(level: Int, String)
    case code(language: String, lines: [String])
    case item(marker: String, String)
    case quote([MarkdownBlock])
    case table([[String]], alignments: [MarkdownAlignment])
    case rule
  }

  /// What it is.
  package var kind: Kind
  /// Columns that it is set in.
  package var indent: Int
  /// Whether a blank line stands before it.
  package var spaced: Bool
  /// The UTF-8 offset in the whole text at which it, or the blank line before it, begins.
  package var start: Int

  /// A block.
  package init(_ kind: Kind, indent: Int = 0, spaced: Bool = false, start: Int = 0) {
    self.kind = kind
    self.indent = indent
    self.spaced = spaced
    self.start = start
  }

  /// Whether what is set in after it may belong to a list.
  var isInList: Bool {
    if case .item = kind { return true }
    return indent > 0
  }
}
