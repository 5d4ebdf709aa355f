/// Rows to choose from, narrowed by typing: the palette, the help, short menus.
package struct MenuState: Hashable, Sendable {
  /// How rows are found.
  package enum Style: Hashable, Sendable {
    /// Fuzzy, the best first.
    case palette
    /// By words, in the order of the tables.
    case help
    /// The same, for a few rows.
    case short
  }

  /// How rows are found.
  package var style: Style
  /// What the border says.
  package var title: String
  /// All rows.
  package var items: [MenuItem]
  /// What is typed.
  package var query = TextBuffer()
  /// The index of the row under the cursor, among those found.
  package var cursor = 0

  /// A menu.
  package init(style: Style, title: String, items: [MenuItem]) {
    self.style = style
    self.title = title
    self.items = items
  }

  /// The rows that the query finds.
  package var found: [MenuItem] {
    let text = query.text
    if style == .palette {
      let scored = items.enumerated().compactMap { place, item in
        FuzzyMatch.score(text, in: item.text).map { (score: $0, place: place, item: item) }
      }
      return scored.sorted { ($0.score, -$0.place) > ($1.score, -$1.place) }.map(\.item)
    }
    let words = text.lowercased().split(separator: " ")
    return items.filter { item in
      let line = "\(item.text) \(item.keys) \(item.section)".lowercased()
      return words.allSatisfy { line.contains($0) }
    }
  }
}
