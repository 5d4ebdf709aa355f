import Model

/// What the end of a title says about how to work on it: `@codex`, `!high`, `^T3`, `{repo=…}`. Only exact words count; all else stays title.
struct TicketOverrides: Hashable, Sendable {
  /// The engine.
  private(set) var engine: String?
  /// The priority: `!high` 10, `!normal` 0, `!low` -10.
  private(set) var priority: Int?
  /// The repository.
  private(set) var repository: String?
  /// Tasks (`T3`) and rows (`#2`) that come first, in the order written.
  private(set) var after: [String] = []

  /// None.
  init() {}

  /// Takes the overrides off the end of a title.
  init(takingFrom title: inout Substring, engines: [String]) {
    while true {
      var rest = title
      while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
      if rest.utf8.last == 0x7D {
        guard repository == nil, let open = rest.range(ofLast: "{repo="), let value = Self.repository(rest[open.upperBound...].dropLast()),
          Self.standsAlone(rest, open.lowerBound)
        else { return }
        repository = value
        title = rest[..<open.lowerBound]
        continue
      }
      let start = rest.lastIndex(where: { $0.isWhitespace }).map { rest.index(after: $0) } ?? rest.startIndex
      guard take(rest[start...], engines: engines) else { return }
      title = rest[..<start]
    }
  }

  private mutating func take(_ word: Substring, engines: [String]) -> Bool {
    let value = String(word.dropFirst())
    switch word.utf8.first {
    case 0x40 where engine == nil && engines.contains(value): engine = value
    case 0x21 where priority == nil:
      guard let level = ["high": 10, "normal": 0, "low": -10][value] else { return false }
      priority = level
    case 0x5E:
      guard let name = Self.predecessor(value) else { return false }
      after.insert(name, at: 0)
    default: return false
    }
    return true
  }

  /// `T3` as a task id, `#2` as a row; nil for anything else.
  static func predecessor(_ word: String) -> String? {
    if word.first == "T", let id = TaskID(parsing: word) { return id.description }
    guard word.first == "#", let row = Int(word.dropFirst()), row > 0, word.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return nil
    }
    return "#\(row)"
  }

  private static func repository(_ value: Substring) -> String? {
    value.isEmpty || value.contains(where: { $0.isWhitespace || $0 == "{" || $0 == "}" }) ? nil : String(value)
  }

  private static func standsAlone(_ text: Substring, _ start: Substring.Index) -> Bool {
    start == text.startIndex || text[text.index(before: start)].isWhitespace
  }
}

extension Substring {
  /// Where a piece of text stands last.
  fileprivate func range(ofLast piece: String) -> Range<Substring.Index>? {
    guard let first = piece.first else { return nil }
    var end = endIndex
    while let at = self[..<end].lastIndex(of: first) {
      if self[at...].hasPrefix(piece) { return at..<index(at, offsetBy: piece.count) }
      end = at
    }
    return nil
  }
}
