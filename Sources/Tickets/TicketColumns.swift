/// The header of a table, understood.
struct TicketColumns: Hashable, Sendable {
  /// What each column means; nil: nothing to us.
  private(set) var names: [TicketFields.Name?]

  /// Reads a header. Of several columns that could be the title, the id or the body, the best name wins; the others say nothing.
  init(_ header: [String]) {
    names = header.map { TicketFields.meaning($0) }
    for name in [TicketFields.Name.title, .id, .body, .url] {
      let candidates = names.indices.filter { names[$0] == name }
      guard let best = candidates.min(by: { TicketFields.rank(header[$0]) < TicketFields.rank(header[$1]) }) else { continue }
      for index in candidates where index != best { names[index] = nil }
    }
  }

  /// Whether a column is the title.
  var hasTitle: Bool { names.contains(.title) }

  /// Takes the first column that means nothing else as the title.
  mutating func chooseTitle() {
    guard !hasTitle, let index = names.firstIndex(of: nil) else { return }
    names[index] = .title
  }

  /// What a row says.
  func fields(_ cells: [String]) -> TicketFields {
    var fields = TicketFields()
    for (name, cell) in zip(names, cells) { if let name { fields.set(name, cell) } }
    return fields
  }
}
