import Interface
import Screen
import TestSupport

/// The layout of Markdown: text that grows piece by piece is laid out as the whole is, no row is wider than the pane, and all of it is clean.
struct MarkdownTarget: FuzzTarget {
  let name = "markdown"
  let corpus = [
    "# Title\n\nText with **strong**, *soft*, `code` and [a link](https://x.y).\n\n- one\n- two\n  - inner\n\n1. first\n2. second\n",
    "```swift\nlet a = \"x\" // y\n```\n\n    indented\n\n> quoted\n> > twice\n\nend\n",
    "| a | b |\n|:--|--:|\n| 1 | 2 |\n| long cell | `x|y` |\n\nafter\n",
    "***all***, __bold__ _soft_ ~~gone~~ <b>raw</b> &amp; \\*not\\*\n\n---\n\nTitle\n=====\n",
    "- [ ] task\n- [x] done\n\n  paragraph in the item\n\n      code in it\n",
    "~~~\nnever closed\n", "[[[[((((", "`` a ` b `` c ``` d\n", "日本語の**太字**と`コード`\n\n1) a\n2) b\n",
  ]
  let words = [
    "*", "**", "_", "`", "``", "```", "```swift\n", "~~~\n", "[", "](", ")", "!", "> ", "- ", "1. ", "# ", "|", "\n|---|\n", "\n", "\n\n",
    "    ", "\\", "<", ">", "&",
    "---\n", "===\n", "- [ ] ", "  ", "é", "日本", "http://x.y/z",
  ]

  func check(_ bytes: [UInt8], _ random: inout SeededGenerator) throws(FuzzProblem) {
    let text = UntrustedText.clean(bytes: bytes)
    let width = Int.random(in: 1...110, using: &random)
    let whole = MarkdownLayout(text, width: width)
    for line in whole.lines {
      try require(line.width <= whole.width, "a row of \(line.width) columns at \(whole.width): \(line.text.debugDescription)")
      try CleanerTarget.expectClean(line.text, lineFeeds: false)
    }
    let scalars = Array(text.unicodeScalars)
    var grown = MarkdownLayout("", width: width)
    var end = 0
    // Few pieces of a long text: each is laid out from its last paragraph on.
    let step = max(1, scalars.count / 12)
    while end < scalars.count {
      end = min(scalars.count, end + Int.random(in: 1...(2 * step), using: &random))
      var part = String.UnicodeScalarView()
      part.append(contentsOf: scalars[..<end])
      grown.extend(to: String(part))
    }
    if grown.lines != whole.lines {
      let place = zip(grown.lines, whole.lines).enumerated().first { $1.0 != $1.1 }
      throw FuzzProblem(
        "grown it has \(grown.lines.count) rows, whole \(whole.lines.count); row \(place?.offset ?? -1): \(place?.element.0.text ?? "") instead of \(place?.element.1.text ?? "")"
      )
    }
  }
}
