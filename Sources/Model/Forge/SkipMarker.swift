/// A word in a commit's message that keeps a forge from running its checks. What each forge honours is in docs/forges.md; GitHub's list is in "Skipping workflow
/// runs", GitLab's in "Skip a pipeline", Gitea's in `[actions] SKIP_WORKFLOW_STRINGS`.
package enum SkipMarker: String, Hashable, Sendable, Codable, CaseIterable {
  case skipCI = "[skip ci]"
  case ciSkip = "[ci skip]"
  case noCI = "[no ci]"
  case skipActions = "[skip actions]"
  case actionsSkip = "[actions skip]"
  /// A trailer, the last one.
  case skipChecks = "skip-checks: true"

  /// Those that stand anywhere in a message, in small letters.
  private static let words = allCases.filter { $0 != .skipChecks }.map { Array($0.rawValue.utf8) }

  /// The message with the marker: a bracketed word is a paragraph before the trailers, the trailer is the last line. One that has it already stays as it is.
  package func added(to message: String) -> String {
    var lines = Self.lines(of: message)
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    guard self == .skipChecks else {
      if Self.found(in: message).contains(self) { return message }
      let trailers = Self.trailers(at: lines)
      if trailers == 0 { return (lines.isEmpty ? [rawValue] : lines + ["", rawValue]).joined(separator: "\n") + "\n" }
      let rest = lines.suffix(trailers)
      lines.removeLast(trailers)
      return (lines + [rawValue, ""] + rest).joined(separator: "\n") + "\n"
    }
    if lines.last.map(Self.isTrailer) == true { return message }
    // Without other trailers GitHub asks for two empty lines before it.
    let gap = lines.isEmpty || Self.trailers(at: lines) > 0 ? [] : ["", ""]
    return (lines + gap + [rawValue]).joined(separator: "\n") + "\n"
  }

  /// The markers that a message has, however they are spelt, each once.
  package static func found(in message: String) -> [SkipMarker] {
    let taken = lines(of: message).map { without(words: $0).found }.reduce(into: Set<SkipMarker>()) { $0.formUnion($1) }
    let hasTrailer = lines(of: message).contains(where: isTrailer)
    return allCases.filter { taken.contains($0) || ($0 == .skipChecks && hasTrailer) }
  }

  /// The message without any marker, however it is spelt, and without the empty paragraphs that leaves. One that has none stays as it is, to the byte.
  package static func stripped(from message: String) -> String {
    guard !found(in: message).isEmpty else { return message }
    var kept: [String] = []
    var dropsBlank = false
    for line in lines(of: message) {
      let (text, found) = without(words: line)
      let isBlank = text.allSatisfy(\.isWhitespace)
      if isTrailer(line) || (!found.isEmpty && isBlank) {
        dropsBlank = kept.last.map { $0.allSatisfy(\.isWhitespace) } ?? true
      } else if !isBlank || !dropsBlank {
        kept.append(text)
        dropsBlank = false
      }
    }
    while kept.last?.allSatisfy(\.isWhitespace) == true { kept.removeLast() }
    return kept.isEmpty ? "" : kept.joined(separator: "\n") + "\n"
  }

  private static func lines(of message: String) -> [String] {
    message.utf8.split(separator: 10, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }

  /// How many trailers a message ends with: lines `Name: text` that are a paragraph of their own below the first.
  private static func trailers(at lines: [String]) -> Int {
    let paragraph = lines.reversed().prefix { !$0.allSatisfy(\.isWhitespace) }
    guard paragraph.count < lines.count else { return 0 }
    let isAll = paragraph.allSatisfy { line in
      guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { return false }
      return line[..<colon].utf8.allSatisfy { small($0) >= 97 && small($0) <= 122 || $0 == 45 } && line[colon...].hasPrefix(": ")
    }
    return isAll ? paragraph.count : 0
  }

  private static func isTrailer(_ line: String) -> Bool {
    let bytes = line.utf8.filter { $0 != 32 && $0 != 9 && $0 != 13 }.map(small)
    return bytes == Array("skip-checks:true".utf8)
  }

  /// A line without the bracketed words, in one pass: what only comes together by taking one away is taken away too.
  private static func without(words line: String) -> (text: String, found: Set<SkipMarker>) {
    var kept: [UInt8] = []
    var found: Set<SkipMarker> = []
    var skipsSpace = false
    for byte in line.utf8 {
      if skipsSpace, byte == 32 { continue }
      skipsSpace = false
      kept.append(byte)
      guard byte == 93, let word = words.first(where: { $0.count <= kept.count && kept.suffix($0.count).map(small) == $0 }) else {
        continue
      }
      kept.removeLast(word.count)
      if let marker = SkipMarker(rawValue: String(decoding: word, as: UTF8.self)) { found.insert(marker) }
      skipsSpace = kept.last == nil || kept.last == 32
    }
    guard !found.isEmpty else { return (line, []) }
    while let last = kept.last, last == 32 || last == 9 || last == 13 { kept.removeLast() }
    return (String(decoding: kept, as: UTF8.self), found)
  }

  private static func small(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }
}
