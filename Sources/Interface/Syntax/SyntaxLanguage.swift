/// What the lexer must know about a language. A table, not a grammar: colours are a help for the eye and may be wrong at odd places.
package struct SyntaxLanguage: Hashable, Sendable {
  /// A kind of string.
  package struct Quote: Hashable, Sendable {
    var open: [UInt8]
    var close: [UInt8]
    /// Whether a backslash keeps the next byte from ending it.
    var escapes: Bool
    /// Whether it goes on over line ends.
    var multiline: Bool

    init(_ open: String, _ close: String? = nil, escapes: Bool = true, multiline: Bool = false) {
      self.open = Array(open.utf8)
      self.close = Array((close ?? open).utf8)
      self.escapes = escapes
      self.multiline = multiline
    }
  }

  /// What has a look of its own beside words, strings, numbers and comments.
  package enum Trait: Hashable, Sendable {
    /// Words that begin with a capital letter are types.
    case capitalTypes
    /// A `#` at the beginning of a line begins a directive.
    case directives
    /// `@name` is an attribute or decorator, `#name` a macro.
    case attributes
    /// A word or string before `:` (or `=`) is a key.
    case keys
    /// `$name` is a variable.
    case variables
    /// Keywords are the same in capital letters.
    case ignoresCase
    /// `<name attribute="…">`.
    case tags
    /// Headings, lists, quotes and code spans of Markdown.
    case markdown
    /// Comments nest.
    case nestedComments
    /// `'a` may be a lifetime, not a string.
    case lifetimes
    /// `-` belongs to words.
    case dashes
    /// Keywords are only those at the beginning of a line, and `AS`.
    case firstWords
    /// Each line is added, removed or a head, by its sign.
    case diffLines
  }

  /// Its name in lower case, also what stands behind ``` in Markdown.
  package var name: String
  /// Other names and file name extensions, without dots, in lower case; whole file names are in it too.
  var aliases: [String]
  var keywords: Set<String>
  var types: Set<String>
  var lineComments: [[UInt8]]
  var blockComment: (open: [UInt8], close: [UInt8])? {
    blockMarks.map { ($0[0], $0[1]) }
  }
  private var blockMarks: [[UInt8]]?
  /// Longer openings first.
  var quotes: [Quote]
  var traits: Set<Trait>

  init(
    _ name: String, aliases: [String], keywords: String = "", types: String = "", line: [String] = [], block: (String, String)? = nil,
    quotes: [Quote] = [Quote("\"")], traits: Set<Trait> = []
  ) {
    self.name = name
    self.aliases = aliases
    self.keywords = Set(keywords.split(separator: " ").map(String.init))
    self.types = Set(types.split(separator: " ").map(String.init))
    lineComments = line.map { Array($0.utf8) }
    blockMarks = block.map { [Array($0.0.utf8), Array($0.1.utf8)] }
    self.quotes = quotes
    self.traits = traits
  }

  /// The language of a file, by its name or extension; nil when it is not known.
  package static func of(path: String) -> SyntaxLanguage? {
    let name = path.split(separator: "/").last.map { String($0).lowercased() } ?? ""
    if let whole = named(name) { return whole }
    guard let dot = name.lastIndex(of: ".") else { return nil }
    if let known = named(String(name[name.index(after: dot)...])) { return known }
    // `Dockerfile.dev`, `Makefile.am`.
    let first = String(name.prefix { $0 != "." })
    return ["dockerfile", "containerfile", "makefile", "gnumakefile"].contains(first) ? named(first) : nil
  }

  /// The language with this name or alias; nil when it is not known.
  package static func named(_ name: String) -> SyntaxLanguage? { catalogue[name.lowercased()] }
}
