/// How well letters typed in a row match a text, for the palette: letters must come in order; the starts of words and runs count more. Pure.
package enum FuzzyMatch {
  /// The score, higher is better; nil when some letter is missing. An empty query matches everything with 0. Case does not matter.
  package static func score(_ query: String, in text: String) -> Int? {
    let query = Array(query.lowercased().filter { !$0.isWhitespace })
    guard !query.isEmpty else { return 0 }
    let text = Array(text.lowercased())
    var best: Int?
    for start in text.indices where text[start] == query[0] {
      if let score = score(query, text, from: start), score > best ?? .min { best = score }
    }
    return best
  }

  private static func score(_ query: [Character], _ text: [Character], from start: Int) -> Int? {
    var score = -min(start, 20)
    var last = start - 2
    var place = start
    for letter in query {
      guard let found = text[place...].firstIndex(of: letter) else { return nil }
      if found == last + 1 { score += 8 } else { score -= min(found - place, 10) }
      if found == 0 || !text[found - 1].isLetter { score += 10 }
      last = found
      place = found + 1
    }
    return score
  }
}
