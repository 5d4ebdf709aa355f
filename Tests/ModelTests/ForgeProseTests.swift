import Model
import Testing

/// Texts of agents and tickets on a forge: readable, and nothing of them acts.
@Suite struct ForgeProseTests {
  private static let gap = "\u{200B}"

  @Test func nobodyIsCalled() {
    #expect(
      ForgeProse.line("thanks @ann and (@ops/team), write to ann@lab.org", most: 200)
        == "thanks @\(Self.gap)ann and (@\(Self.gap)ops/team), write to ann@lab.org")
    #expect(!ForgeProse.text("@@ann @_bob @-x", most: 200).contains("@ann"))
  }

  @Test(arguments: [
    "Closes #4", "fixes: #4, #6 and #7", "RESOLVED https://git.lab/ops/tools/issues/4", "implements ops/tools#4", "Close GH-4", "Fixes\n#4",
    "closing !4", "Fix https://git.lab/ops/tools/-/work_items/4", "_Closes_ #4", "xcloses #4 Closes #5",
  ]) func noIssueIsClosed(text: String) {
    let clean = ForgeProse.text(text, most: 1000)
    let words = clean.lowercased().split { !$0.isLetter }
    let closers = ["close", "closes", "closing", "fix", "fixes", "resolved", "implements"]
    #expect(!words.contains { closers.contains(String($0)) }, "\(clean)")
    #expect(clean.replacing(Self.gap, with: "") == text)
  }

  @Test func wordsWithoutAnIssueStayAsTheyAre() {
    #expect(ForgeProse.text("I fixed the login and closed the file.", most: 100) == "I fixed the login and closed the file.")
  }

  @Test func nothingIsHiddenOrDrawn() {
    let text = ForgeProse.text("a <!-- hidden --> b <details> c ![x](http://evil) 1 < 2 <b>x</b>", most: 500)
    #expect(!text.contains("<!--") && !text.contains("<details") && !text.contains("![") && !text.contains("</b"))
    #expect(text.contains("1 < 2"))
  }

  @Test func commandsAtTheBeginningOfALineAreText() {
    let text = ForgeProse.text("ok\n/merge\n  /approve\n/usr/bin/env\nsee /tmp", most: 500)
    #expect(!text.split(separator: "\n").contains { $0.drop(while: \.isWhitespace).first == "/" })
    #expect(text.contains("see /tmp"))
    #expect(ForgeProse.quote("/merge\n\n/close", most: 500).split(separator: "\n").allSatisfy { $0.hasPrefix(">") })
  }

  @Test(arguments: ["[skip ci]", "[SKIP CI]", "x [ci skip] y", "[no ci]", "[skip actions]", "[actions skip]", "skip-checks: true"])
  func checksAreNotSkipped(text: String) {
    let words = text.lowercased().replacing("x ", with: "").replacing(" y", with: "")
    for clean in [ForgeProse.line(text, most: 100), ForgeProse.message(text), ForgeProse.code(text)] {
      #expect(!clean.lowercased().contains(words))
      #expect(clean.contains(Self.gap))
    }
  }

  @Test func lengthsHold() {
    let long = String(repeating: "é\u{301}x ", count: 100_000)
    #expect(ForgeProse.line(long, most: 250).count <= 250)
    #expect(ForgeProse.text(long, most: 4000).count <= 4010)
    #expect(ForgeProse.text(String(repeating: "\n", count: 50_000) + "x", most: 100).count <= 110)
    #expect(ForgeProse.line("", most: 10) == "" && ForgeProse.text("", most: 0) == "")
  }

  @Test func controlCharactersAndTurnedWritingGo() {
    let text = ForgeProse.text("a\u{1B}[2J\u{0}b\u{202E}c\u{2066}d\u{E0041}e\tf", most: 100)
    #expect(text == "a[2Jbcde\tf")
  }

  @Test func namesAreCodeWhateverIsInThem() {
    #expect(ForgeProse.code("src/a.swift") == "`src/a.swift`")
    #expect(ForgeProse.code("a`b``c") == "```a`b``c```")
    #expect(ForgeProse.code("`x") == "`` `x ``")
    #expect(!ForgeProse.code("a\nb").contains("\n"))
  }
}
