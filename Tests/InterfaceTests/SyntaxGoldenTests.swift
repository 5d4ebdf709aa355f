import Interface
import Screen
import Testing

/// One golden a language: what stands in the sample and which colour role each piece of it has.
@Suite struct SyntaxGoldenTests {
  @Test(arguments: SyntaxSample.all.map(\.path))
  func aLanguage(path: String) throws {
    let sample = try #require(SyntaxSample.all.first { $0.path == path })
    let language = try #require(SyntaxLanguage.of(path: path))
    let lexer = SyntaxLexer(language)
    var state = SyntaxState.plain
    let lines = sample.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var canvas = Canvas(size: Size(width: 72, height: lines.count))
    for (row, line) in lines.enumerated() {
      let tokens = lexer.tokens(of: line, state: &state)
      #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound })
      let utf8 = Array(line.utf8)
      var column = 0
      var at = 0
      func put(_ range: Range<Int>, _ role: Role) {
        column += canvas.put(String(decoding: utf8[range], as: UTF8.self), column: column, row: row, style: Style(role), width: 72 - column)
      }
      for token in tokens {
        put(at..<token.range.lowerBound, .text)
        put(token.range, token.role)
        at = token.range.upperBound
      }
      put(at..<utf8.count, .text)
    }
    expectGolden(canvas, "syntax-\(sample.name)")
  }

  @Test func namesWithoutAnExtensionAreKnown() {
    for (path, name) in [
      ("Dockerfile", "dockerfile"), ("a/Dockerfile.dev", "dockerfile"), ("GNUmakefile", "makefile"), ("x/Makefile.am", "makefile"),
      ("Gemfile", "ruby"), ("a.kt", "kotlin"), ("a.cs", "csharp"), ("a.tsx", "javascript"), ("a.hpp", "c"), ("a.svg", "html"),
      (".env", "shell"), ("a.patch", "diff"), ("Cargo.toml", "toml"),
    ] {
      #expect(SyntaxLanguage.of(path: path)?.name == name, "\(path)")
    }
    #expect(SyntaxLanguage.of(path: "LICENSE") == nil)
  }
}
