/// Makes texts of agents and tickets fit for a forge: what they say stays readable, and nothing of it acts. Forges call people by `@name`, close issues by
/// words before a number, run commands at the beginning of a line (GitLab's quick actions, bots), skip checks by a word in brackets, and hide comments. What
/// would do that gets a zero-width space into it. Pure.
package enum ForgeProse {
  private static let gap = "\u{200B}"

  /// A text of several lines, of at most so many characters.
  package static func text(_ text: String, most: Int) -> String {
    var rows: [String] = []
    var left = max(0, most)
    for row in text.prefix(max(0, most) * 2).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      guard left > 0 else { break }
      let kept = row.prefix(left)
      left -= kept.count + 1
      rows.append(inert(plain(String(kept)), startsLine: true))
    }
    while rows.last?.allSatisfy(\.isWhitespace) == true { rows.removeLast() }
    while rows.first?.allSatisfy(\.isWhitespace) == true { rows.removeFirst() }
    let cut = text.count > most
    let result = rows.joined(separator: "\n")
    return closing(cut ? result + " …" : result)
  }

  /// One line, of at most so many characters.
  package static func line(_ text: String, most: Int) -> String {
    let words = text.prefix(max(0, most) * 4).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let short = words.count > most ? String(words.prefix(max(1, most - 1))) + "…" : words
    return closing(inert(plain(short), startsLine: true))
  }

  /// A name as a span of code, whatever is in it.
  package static func code(_ text: String, most: Int = 200) -> String {
    let clean = plain(String(text.prefix(most))).split(whereSeparator: \.isNewline).joined(separator: " ")
    var longest = 0
    var run = 0
    for character in clean {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let pad = clean.hasPrefix("`") || clean.hasSuffix("`") || clean.isEmpty ? " " : ""
    return fence + pad + skipping(clean) + pad + fence
  }

  /// A text as a quotation: its blocks end with it.
  package static func quote(_ text: String, most: Int) -> String {
    let clean = self.text(text, most: most)
    return clean.isEmpty
      ? "" : clean.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? ">" : "> \($0)" }.joined(separator: "\n")
  }

  /// A commit message: no words in it close an issue, skip checks or call somebody; it is no Markdown.
  package static func message(_ text: String) -> String {
    closing(text.split(separator: "\n", omittingEmptySubsequences: false).map { skipping(calls(String($0))) }.joined(separator: "\n"))
  }

  /// Without control characters, and without what turns the direction of writing.
  private static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { scalar in
          switch scalar.value {
          case 0x09, 0x0A: true
          case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C, 0xE0000...0xE007F: false
          default: true
          }
        }))
  }

  /// A line in which nothing acts but closing words, which need the whole text.
  private static func inert(_ line: String, startsLine: Bool) -> String {
    var result = ""
    let characters = Array(skipping(calls(line)))
    for (index, character) in characters.enumerated() {
      let next = index + 1 < characters.count ? characters[index + 1] : nil
      let isFirst = startsLine && !result.contains { !$0.isWhitespace }
      if character == "/", isFirst, next?.isLetter == true { result += gap }
      result.append(character)
      guard let next else { continue }
      if character == "<", next.isLetter || "/!?".contains(next) { result += gap }
      if character == "!", next == "[" { result += gap }
    }
    return result
  }

  /// `@name` calls nobody.
  private static func calls(_ line: String) -> String {
    guard line.contains("@") else { return line }
    var result = ""
    var before: Character?
    for character in line {
      if before == "@", character.isLetter || character.isNumber || character == "_" || character == "-" { result += gap }
      result.append(character)
      // An address has a letter before it.
      before = character == "@" && (before?.isLetter == true || before?.isNumber == true) ? "." : character
    }
    return result
  }

  /// `[skip ci]` and its like skip nothing.
  private static func skipping(_ line: String) -> String {
    var result = line
    if line.contains("[") {
      for words in ["skip ci", "ci skip", "no ci", "skip actions", "actions skip", "skip-ci", "ci-skip"] {
        result = replaced(result, "[" + words + "]", by: "[" + gap + words + "]")
      }
    }
    if line.lowercased().contains("skip-checks") { result = replaced(result, "skip-checks", by: "skip-" + gap + "checks") }
    return result
  }

  /// Every occurrence, in whatever case.
  private static func replaced(_ text: String, _ words: String, by other: String) -> String {
    let small = Array(text.lowercased().unicodeScalars)
    let own = Array(text.unicodeScalars)
    guard small.count == own.count else { return text.replacing(words, with: other) }
    let wanted = Array(words.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < own.count {
      if index + wanted.count <= small.count, Array(small[index..<index + wanted.count]) == wanted {
        result.append(own[index])
        result.append(contentsOf: gap.unicodeScalars)
        result.append(contentsOf: own[(index + 1)..<index + wanted.count])
        index += wanted.count
      } else {
        result.append(own[index])
        index += 1
      }
    }
    return String(result)
  }

  private static let closers: Set<String> = [
    "close", "closes", "closed", "closing", "fix", "fixes", "fixed", "fixing", "resolve", "resolves", "resolved", "resolving", "implement",
    "implements", "implemented", "implementing", "reopen", "reopens", "reopened",
  ]

  /// Words that close issues close none: they are broken wherever the text names an issue at all.
  private static func closing(_ text: String) -> String {
    guard names(text) else { return text }
    var result = ""
    var word = ""
    func end() {
      if closers.contains(word.lowercased()), let first = word.first {
        result += String(first) + gap + word.dropFirst()
      } else {
        result += word
      }
      word = ""
    }
    for character in text {
      if character.isLetter {
        word.append(character)
      } else {
        end()
        result.append(character)
      }
    }
    end()
    return result
  }

  /// Whether a text may name an issue: `#12`, `GH-12`, `!12`, an address.
  private static func names(_ text: String) -> Bool {
    let small = text.lowercased()
    if small.contains("issues/") || small.contains("work_items/") { return true }
    var before: Character = " "
    for character in small {
      if character.isNumber, before == "#" || before == "!" || before == "-" { return true }
      before = character
    }
    return false
  }
}
