import Interface
import Screen
import TestSupport
import Testing

@Suite struct DiffWordTests {
  @Test func changedWords() throws {
    let diff = try #require(WordDiff(old: "let token = try await fetch(a)", new: "let token = try await renew(a, b)"))
    #expect(diff.removed == [22..<27])
    #expect(diff.added == [22..<27, 29..<32])
    #expect(diff.distance < WordDiff.furthest)
  }

  @Test func unlikeLinesAreFar() throws {
    #expect(try #require(WordDiff(old: "alpha beta", new: "gamma delta")).distance == 1)
    #expect(try #require(WordDiff(old: "same", new: "same")).distance == 0)
    #expect(try #require(WordDiff(old: "", new: "")).distance == 0)
    #expect(WordDiff(old: String(repeating: "a ", count: 2000), new: "b") == nil)
  }

  @Test func linesFindTheirLike() throws {
    let text = "@@ -1,2 +1,3 @@\n-let a = compute(1)\n-let b = 2\n+// a new remark\n+let a = compute(10)\n+let b = 2 + 1\n"
    let hunk = try #require(UnifiedDiff.parse(text).first?.hunks.first)
    let block = try #require(ReplaceBlock(hunk: hunk, at: 3))
    #expect(block.removed == 0..<2)
    #expect(block.added == 2..<5)
    #expect(block.words[0] == [16..<17])
    #expect(block.words[3] == [16..<18])
    #expect(block.words[2] == nil)
    #expect(ReplaceBlock(hunk: hunk, at: 0) == block)
  }

  @Test func coloursOfManyLanguages() {
    func roles(_ path: String, _ line: String) -> [String] {
      guard let language = SyntaxLanguage.of(path: path) else { return ["unknown"] }
      var state = SyntaxState.plain
      let bytes = Array(line.utf8)
      return SyntaxLexer(language).tokens(of: line, state: &state).map {
        "\($0.role.rawValue.split(separator: ".").last ?? ""):\(String(decoding: bytes[$0.range], as: UTF8.self))"
      }
    }
    #expect(roles("a.swift", #"let a: Int = 1 // x "y""#) == ["keyword:let", "type:Int", "number:1", #"comment:// x "y""#])
    #expect(roles("a.py", "def f(x): # no") == ["keyword:def", "comment:# no"])
    #expect(roles("a.rs", "fn f<'a>(c: char) { 'x' }") == ["keyword:fn", "type:char", "string:'x'"])
    #expect(roles("a.c", "#include <a.h>") == ["keyword:#include"])
    #expect(roles("a.json", #"{"a": "b", "c": true}"#) == [#"type:"a""#, #"string:"b""#, #"type:"c""#, "keyword:true"])
    #expect(roles("a.yaml", "key-a: 1 # x") == ["type:key-a", "number:1", "comment:# x"])
    #expect(roles("a.sh", #"if [ "$A" ]; then echo $b#c"#) == ["keyword:if", #"string:"$A""#, "keyword:then", "type:$b"])
    #expect(roles("a.sql", "SELECT a FROM b -- c") == ["keyword:SELECT", "keyword:FROM", "comment:-- c"])
    #expect(roles("a.html", #"<a href="x">text if</a>"#) == ["keyword:<a", "type:href", #"string:"x""#, "keyword:</a"])
    #expect(roles("Dockerfile", "FROM x") == ["keyword:FROM"])
    #expect(roles("a.unknown", "x") == ["unknown"])
  }

  @Test func multilineThingsGoOn() {
    var state = SyntaxState.plain
    let lexer = SyntaxLanguage.named("swift").map(SyntaxLexer.init)
    #expect(lexer?.tokens(of: "a /* b /* c", state: &state).last?.role == .syntaxComment)
    #expect(state == .comment(depth: 2))
    #expect(lexer?.tokens(of: "*/ still */ let", state: &state).map(\.role) == [.syntaxComment, .syntaxKeyword])
    #expect(state == .plain)
    _ = lexer?.tokens(of: "let a = \"\"\"", state: &state)
    #expect(lexer?.tokens(of: "let b", state: &state).map(\.role) == [.syntaxString])
  }

  @Test func tokensAreInOrderAndWhole() {
    var numbers = SeededGenerator(seed: 9)
    let pieces = [
      "\"", "'", "`", "/*", "*/", "//", "#", "@a", "$", "${", "é", "世", "let", " ", "<", ">", "</", "\\", "0x1", "1.5", "--", "]]", "<!--",
      "r#\"", "=", ":",
    ]
    for path in [
      "a.swift", "a.c", "a.py", "a.js", "a.go", "a.rs", "a.java", "a.sh", "a.json", "a.yml", "a.toml", "a.md", "a.sql", "a.html", "a.css",
      "a.lua", "a.php", "a.rb",
    ] {
      guard let language = SyntaxLanguage.of(path: path) else {
        Issue.record("\(path) is not known")
        continue
      }
      var state = SyntaxState.plain
      for _ in 0..<300 {
        let line = (0..<12).map { _ in pieces.randomElement(using: &numbers) ?? "" }.joined()
        var end = 0
        for token in SyntaxLexer(language).tokens(of: line, state: &state) {
          #expect(token.range.lowerBound >= end && !token.range.isEmpty)
          end = token.range.upperBound
        }
        #expect(end <= line.utf8.count)
      }
    }
  }
}
