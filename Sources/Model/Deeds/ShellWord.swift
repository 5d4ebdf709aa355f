/// A piece of a shell command: a word with its quotes taken off, or an operator.
enum ShellWord: Hashable {
  /// A word. `isPlain`: it was written without any quote, so that it can be a keyword.
  case word(String, isPlain: Bool)
  /// Output that goes into a file of this name; nil: one that is thrown away, a descriptor, or an input.
  case redirect(String?)
  /// `&&`, `||`, `;` (also a line feed), `|`, `&`, `(`, `)`.
  case mark(String)
}
