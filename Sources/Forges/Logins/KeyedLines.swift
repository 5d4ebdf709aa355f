/// A tolerant reader of the simple YAML that other tools keep their logins in: keys with values, keys below keys by their indentation, and lists of them. What it
/// does not understand it passes over. Pure.
struct KeyedLines {
  /// A value with the keys above it; elements of lists count from `0`.
  struct Entry: Hashable {
    var path: [String]
    var value: String
  }

  private struct Level {
    var indent: Int
    var name: String
    var isElement: Bool
  }

  /// Bytes and lines that are read at most.
  private static let limit = (bytes: 256 << 10, lines: 5000)

  /// The values in their order.
  static func read(_ text: String) -> [Entry] {
    guard text.utf8.count <= limit.bytes else { return [] }
    var entries: [Entry] = []
    var levels: [Level] = []
    for line in text.split(whereSeparator: \.isNewline).prefix(limit.lines) {
      var rest = line.drop { $0 == " " }
      var indent = line.count - rest.count
      if rest.isEmpty || rest.hasPrefix("#") || rest.hasPrefix("---") { continue }
      while rest == "-" || rest.hasPrefix("- ") {
        // The next element of the list at this depth; a list may stand as deep as its key.
        levels.removeAll { $0.indent > indent }
        var number = 0
        if let last = levels.last, last.indent == indent, last.isElement {
          number = (Int(last.name) ?? 0) + 1
          levels.removeLast()
        }
        levels.append(Level(indent: indent, name: String(number), isElement: true))
        let inner = rest.dropFirst().drop { $0 == " " }
        indent += rest.count - inner.count
        rest = inner
      }
      guard let (key, value) = pair(rest) else { continue }
      levels.removeAll { $0.indent >= indent }
      if value.isEmpty {
        levels.append(Level(indent: indent, name: key, isElement: false))
      } else {
        entries.append(Entry(path: levels.map(\.name) + [key], value: value))
      }
    }
    return entries
  }

  private static func pair(_ text: Substring) -> (String, String)? {
    var key: String
    var rest: Substring
    if let quote = text.first, quote == "\"" || quote == "'" {
      guard let close = text.dropFirst().firstIndex(of: quote) else { return nil }
      key = String(text[text.index(after: text.startIndex)..<close])
      rest = text[text.index(after: close)...]
      guard rest.first == ":" else { return nil }
      rest = rest.dropFirst()
    } else {
      // A key may have a colon in it (`git.lab:3000:`): it ends at a colon before a space or the end.
      var at = text.startIndex
      while true {
        guard let colon = text[at...].firstIndex(of: ":") else { return nil }
        let next = text.index(after: colon)
        if next == text.endIndex || text[next] == " " {
          key = String(text[..<colon])
          rest = text[next...]
          break
        }
        at = next
      }
    }
    key = key.trimmed
    guard !key.isEmpty else { return nil }
    return (key, value(rest))
  }

  private static func value(_ text: Substring) -> String {
    let text = text.drop { $0 == " " }
    if let quote = text.first, quote == "\"" || quote == "'" {
      let inner = text.dropFirst()
      return String(inner[..<(inner.firstIndex(of: quote) ?? inner.endIndex)])
    }
    if text.hasPrefix("!!") || text.hasPrefix("&") || text.hasPrefix("|") || text.hasPrefix(">") {
      return String(text.drop { $0 != " " }).trimmed
    }
    if let comment = text.firstRange(of: " #") { return String(text[..<comment.lowerBound]).trimmed }
    return String(text).trimmed
  }
}

extension String {
  /// Without blanks at both ends.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" || text.last == "\r" { text.removeLast() }
    return String(text)
  }
}
