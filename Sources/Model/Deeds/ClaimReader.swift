/// Finds the sentences of an English text that claim that tests, builds or lints went well. Tolerant and small: a sentence that denies, asks, advises or
/// supposes is no claim, and what is in doubt is none either. Pure and bounded.
package enum ClaimReader {
  /// Bytes of a text that are looked at: the last ones.
  package static let longest = 64 << 10
  /// Claims that are kept at most.
  package static let most = 40
  private static let longestSentence = 600

  /// The claims of a text, in its order.
  package static func claims(in text: String) -> [Claim] {
    var found: [Claim] = []
    for sentence in sentences(of: String(decoding: text.utf8.suffix(longest), as: UTF8.self)) {
      guard found.count < most else { break }
      if let claim = claim(sentence), !found.contains(where: { $0.text == claim.text }) { found.append(claim) }
    }
    return found
  }

  // MARK: Sentences

  /// Lines, and sentences in them; code between fences is what something printed, not what the agent says.
  private static func sentences(of text: String) -> [String] {
    var found: [String] = []
    var isFenced = false
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.drop { $0.isWhitespace }
      if line.hasPrefix("```") || line.hasPrefix("~~~") {
        isFenced.toggle()
        continue
      }
      // A quotation is somebody else's.
      if isFenced || line.hasPrefix(">") { continue }
      found += parts(of: line)
    }
    return found
  }

  /// A full stop, a question or an exclamation mark ends a sentence when white space follows; not inside of code.
  private static func parts(of line: Substring) -> [String] {
    var found: [String] = []
    var sentence = ""
    var isCode = false
    var before: Character = " "
    for character in line {
      if character == "`" { isCode.toggle() }
      if character.isWhitespace, !isCode, ".?!".contains(before), sentence.count > 1 {
        found.append(sentence)
        sentence = ""
      } else {
        sentence.append(character)
      }
      before = character
    }
    found.append(sentence)
    return found.filter { $0.utf8.count <= longestSentence && $0.contains(where: \.isLetter) }
  }

  // MARK: One sentence

  private static func claim(_ sentence: String) -> Claim? {
    var codeKinds: [DeedKind] = []
    let plain = withoutCode(sentence, &codeKinds)
    let lower = plain.lowercased()
    if lower.hasSuffix("?") { return nil }
    let words = words(of: lower)
    if isSupposed(words) || hasFailures(words) { return nil }
    var subjects: Set<DeedKind> = []
    var claimed: Set<DeedKind> = []
    var isGeneral = false
    var isClaim = false
    // "Tests and lint pass": a clause that is no more than a name belongs to the next.
    var isOpen = false
    for clause in clauses(of: lower) {
      let words = self.words(of: clause)
      if words.contains("code#") { subjects.formUnion(codeKinds) }
      let own = subjectKinds(words)
      if !own.isEmpty { subjects = isOpen ? subjects.union(own) : own }
      isOpen = !own.isEmpty && words.count <= 3
      guard !isDenied(words) else { continue }
      let said = saysWell(words, clause, hasSubject: !subjects.isEmpty)
      switch said {
      case .nothing: continue
      case .kinds(let kinds): claimed.formUnion(kinds)
      case .subject: claimed.formUnion(subjects)
      case .all: if subjects.isEmpty { isGeneral = true } else { claimed.formUnion(subjects) }
      }
      isClaim = true
    }
    guard isClaim, isGeneral || !claimed.isEmpty else { return nil }
    let text = sentence.trimmed(of: ["-", "*", "•", " ", "#", "\t"])
    return Claim(text: String(text.prefix(300)), kinds: isGeneral && claimed.isEmpty ? [] : DeedKind.allCases.filter(claimed.contains))
  }

  private enum Said {
    case nothing, subject, all
    case kinds(Set<DeedKind>)
  }

  /// Puts a word in place of each piece of code, and says what the commands among them are.
  private static func withoutCode(_ sentence: String, _ kinds: inout [DeedKind]) -> String {
    let parts = sentence.split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count > 2 else { return sentence.replacing("*", with: "") }
    var result = ""
    for (index, part) in parts.enumerated() {
      if index % 2 == 0 || index == parts.count - 1 {
        result += part
        continue
      }
      let runs = ShellScript.steps(of: String(part)).compactMap { if case .run(let kind, _, _, _) = $0 { kind } else { DeedKind?.none } }
      kinds += runs
      result += runs.isEmpty ? " code " : " code# "
    }
    return result.replacing("*", with: "")
  }

  private static func clauses(of text: String) -> [Substring] {
    var rest = text
    for word in [
      " but ", " and ", " though ", " although ", " however ", " while ", " so ", " because ", " – ", " — ", " - ", "; ", ", ", ": ",
    ] {
      rest = rest.replacing(word, with: "\n")
    }
    return rest.split(separator: "\n")
  }

  private static let wordSigns: Set<Character> = ["'", "#", "/", "✅", "✔", "✓", "☑", "❌", "✗"]

  private static func isPartOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || wordSigns.contains(character)
  }

  private static func words(of text: some StringProtocol) -> [String] {
    let plain = String(text).replacing("’", with: "'")
    return plain.split { !isPartOfWord($0) }.map { String($0) }
  }

  private static func subjectKinds(_ words: [String]) -> Set<DeedKind> {
    var kinds: Set<DeedKind> = []
    for (index, word) in words.enumerated() {
      if testWords.contains(word) { kinds.insert(.test) }
      if word == "build" || word == "builds" || word == "compilation" || word == "compiler" { kinds.insert(.build) }
      if lintWords.contains(word) { kinds.insert(.lint) }
      if word == "type", words.indices.contains(index + 1), words[index + 1].hasPrefix("check") { kinds.insert(.lint) }
    }
    return kinds
  }

  /// Whether a clause says that something went well, and what.
  private static func saysWell(_ words: [String], _ clause: Substring, hasSubject: Bool) -> Said {
    let set = Set(words)
    var kinds: Set<DeedKind> = []
    if set.contains("compiles") || (set.contains("compiled") && !set.isDisjoint(with: adverbs)) { kinds.insert(.build) }
    if set.contains("builds") || set.contains("built"), !set.isDisjoint(with: adverbs) { kinds.insert(.build) }
    if set.contains("typechecks") || set.contains("lints") { kinds.insert(.lint) }
    if !kinds.isEmpty { return .kinds(kinds) }
    let isGood = !set.isDisjoint(with: good) || lacksTrouble(words)
    let isSign = !set.isDisjoint(with: ["✅", "✔", "✓", "☑"])
    if isGood || isSign, hasSubject { return .subject }
    // "everything passes", "all green", "all checks pass".
    if !set.isDisjoint(with: ["all", "everything"]), !set.isDisjoint(with: ["green", "pass", "passes", "passed", "passing", "clean"]) {
      return .all
    }
    if !set.isDisjoint(with: ["checks", "check"]), !set.isDisjoint(with: ["pass", "passes", "passed", "passing", "green"]) { return .all }
    // "12 passed".
    if let place = words.firstIndex(of: "passed"), place > 0, words[place - 1].allSatisfy(\.isNumber) { return .kinds([.test]) }
    if !set.isDisjoint(with: ["verified", "validated", "tested"]) { return .all }
    return .nothing
  }

  /// "no errors", "0 failures", "without warnings", "zero issues".
  private static func lacksTrouble(_ words: [String]) -> Bool {
    for (index, word) in words.enumerated() where troubles.contains(word) {
      if words[max(0, index - 3)..<index].contains(where: { ["no", "0", "zero", "without"].contains($0) }) { return true }
    }
    return false
  }

  /// Whether a number other than 0 of failures, or a failure, is told of.
  private static func hasFailures(_ words: [String]) -> Bool {
    for (index, word) in words.enumerated() {
      guard ["failed", "failing", "fail", "fails", "failure", "failures", "errors", "❌", "✗", "broken"].contains(word) else { continue }
      if word == "❌" || word == "✗" { return true }
      let before = words[max(0, index - 3)..<index]
      if before.contains(where: { ["no", "0", "zero", "without", "not", "don't", "doesn't", "didn't", "none", "never"].contains($0) }) {
        continue
      }
      // "Fixed the failing test" is about what was.
      if word == "failing" || word == "errors" || word == "failure" || word == "broken",
        !before.contains(where: { Int($0).map { $0 > 0 } ?? false }),
        !words.contains("still")
      {
        continue
      }
      return true
    }
    return false
  }

  private static func isDenied(_ words: [String]) -> Bool {
    for (index, word) in words.enumerated() {
      if word.hasSuffix("n't") || denials.contains(word) { return true }
      if word == "no" || word == "without" {
        // "no errors" says yes.
        let rest = words[(index + 1)..<min(words.count, index + 4)]
        if !rest.contains(where: troubles.contains), !rest.contains("regressions") { return true }
      }
    }
    return false
  }

  private static func isSupposed(_ words: [String]) -> Bool {
    if words.contains(where: supposing.contains) { return true }
    for (first, second) in zip(words, words.dropFirst()) where pairs.contains("\(first) \(second)") { return true }
    // An order: "Run the tests".
    return words.first.map { ["run", "please", "verify", "check", "confirm", "test", "try", "ensure"].contains($0) } ?? false
  }

  private static let testWords: Set = [
    "test", "tests", "testing", "suite", "suites", "spec", "specs", "pytest", "jest", "vitest", "mocha", "rspec", "phpunit", "ctest",
    "unittest",
    "unittests", "testsuite", "e2e",
  ]
  private static let lintWords: Set = [
    "lint", "linter", "linters", "linting", "eslint", "clippy", "mypy", "ruff", "flake8", "typecheck", "typechecking", "tsc", "prettier",
    "rubocop",
    "swiftlint", "shellcheck", "pylint", "pyright", "formatting",
  ]
  private static let good: Set = [
    "pass", "passes", "passed", "passing", "green", "succeed", "succeeds", "succeeded", "success", "successful", "successfully", "clean",
    "cleanly",
    "ok", "okay", "works", "fine", "verified",
  ]
  private static let adverbs: Set = [
    "successfully", "cleanly", "fine", "ok", "correctly", "again", "now", "warnings", "errors", "successful",
  ]
  private static let troubles: Set = [
    "error", "errors", "failure", "failures", "failed", "fail", "failing", "warning", "warnings", "issue", "issues", "problem", "problems",
    "regression", "regressions", "complaints",
  ]
  private static let denials: Set = [
    "not", "cannot", "never", "none", "nothing", "unable", "untested", "unverified", "nor", "neither", "impossible", "refused", "blocked",
    "pending",
    "skipped", "hardly", "fails", "unsuccessful", "unavailable", "missing", "denied",
  ]
  private static let supposing: Set = [
    "if", "unless", "whether", "should", "would", "might", "may", "once", "please", "hopefully", "assuming", "assume", "presumably",
    "probably",
    "likely", "expect", "expected", "todo", "recommend", "suggest", "until", "previously", "originally", "baseline", "will", "i'll",
    "we'll", "it'll",
    "must", "supposed", "ensure", "ensures", "believe", "think",
  ]
  private static let pairs: Set = [
    "make sure", "need to", "needs to", "used to", "let me", "once the", "to verify", "to confirm", "to check", "to ensure", "to test",
    "before my",
    "before the", "try running", "you can", "has to", "have to", "going to", "next step", "be verified", "be tested", "remains to",
    "were passing",
    "was passing",
  ]
}

extension String {
  /// Without these characters at its beginning, and without white space at its end.
  fileprivate func trimmed(of characters: Set<Character>) -> String {
    var rest = self[...]
    while let first = rest.first, characters.contains(first) { rest = rest.dropFirst() }
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }
}
