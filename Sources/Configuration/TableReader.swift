import Model
import TOML

/// Takes the known keys out of a table; what is left over at the end means nothing here. Collects problems with their places.
struct TableReader {
  /// The file, for messages.
  let path: String
  /// What the table is called in messages: `[limits]`; empty for the top.
  let name: String
  /// Where the table stands.
  let line: Int
  let column: Int
  private let entries: [TOMLEntry]
  private var taken: Set<String> = []
  /// What was found wrong so far.
  var problems: [SettingsProblem] = []

  init(_ entries: [TOMLEntry], name: String, path: String, line: Int = 0, column: Int = 0) {
    self.entries = entries
    self.name = name
    self.path = path
    self.line = line
    self.column = column
  }

  /// The keys, in the order of the file.
  var keys: [TOMLEntry] { entries }

  /// A value of a key, which is then known.
  mutating func take(_ key: String) -> TOMLEntry? {
    taken.insert(key)
    return entries.first { $0.key == key }
  }

  /// Says what is wrong with a value.
  mutating func complain(_ entry: TOMLEntry, _ text: String, _ severity: SettingsProblem.Severity = .error) {
    problems.append(
      SettingsProblem(
        path: path, line: entry.value.line > 0 ? entry.value.line : entry.line,
        column: entry.value.line > 0 ? entry.value.column : entry.column,
        severity: severity, message: text))
  }

  private mutating func wrongKind(_ entry: TOMLEntry, _ wanted: String) {
    complain(entry, "\(label(entry.key)) must be \(wanted), not \(entry.value.kindName)")
  }

  /// `[limits] turns`
  func label(_ key: String) -> String { name.isEmpty ? key : "\(name) \(key)" }

  /// The name of a file: one that is neither absolute nor below the home (`~/`, left for whoever reads it) lies beside the configuration.
  mutating func file(_ key: String) -> String? {
    string(key).map { name in
      guard !name.hasPrefix("/"), !name.hasPrefix("~/"), let slash = path.lastIndex(of: "/") else { return name }
      return path[...slash] + name
    }
  }

  /// A text that is not empty.
  mutating func string(_ key: String) -> String? {
    guard let entry = take(key) else { return nil }
    guard let text = entry.value.string else {
      wrongKind(entry, "a string")
      return nil
    }
    guard !text.isEmpty else {
      complain(entry, "\(label(key)) is empty; leave the line out instead")
      return nil
    }
    guard !text.utf8.contains(0) else {
      complain(entry, "\(label(key)) has a zero byte in it")
      return nil
    }
    return text
  }

  /// A list of texts.
  mutating func strings(_ key: String) -> [String]? {
    guard let entry = take(key) else { return nil }
    guard let values = entry.value.array else {
      wrongKind(entry, "a list of strings")
      return nil
    }
    var result: [String] = []
    for value in values {
      guard let text = value.string else {
        complain(
          TOMLEntry(key: key, line: value.line, column: value.column, value: value),
          "\(label(key)) must be a list of strings; this is \(value.kindName)")
        return nil
      }
      result.append(text)
    }
    return result
  }

  /// A table of texts.
  mutating func stringTable(_ key: String) -> [String: String]? {
    guard let entry = take(key) else { return nil }
    guard let table = entry.value.table else {
      wrongKind(entry, "a table of strings")
      return nil
    }
    var result: [String: String] = [:]
    for member in table {
      guard let text = member.value.string else {
        complain(member, "\(label(key)).\(member.key) must be a string, not \(member.value.kindName)")
        continue
      }
      result[member.key] = text
    }
    return result
  }

  /// A whole number in a range.
  mutating func integer(_ key: String, _ range: ClosedRange<Int>) -> Int? {
    guard let entry = take(key) else { return nil }
    guard let number = entry.value.integer else {
      wrongKind(entry, "a whole number")
      return nil
    }
    guard range.contains(number) else {
      complain(entry, "\(label(key)) must be between \(range.lowerBound) and \(range.upperBound), not \(number)")
      return nil
    }
    return number
  }

  /// A number from 0 on.
  mutating func number(_ key: String, most: Double = 1e9) -> Double? {
    guard let entry = take(key) else { return nil }
    guard let number = entry.value.double else {
      wrongKind(entry, "a number")
      return nil
    }
    guard number >= 0, number <= most else {
      complain(entry, "\(label(key)) must be between 0 and \(Int(most)), not \(number)")
      return nil
    }
    return number
  }

  /// `true` or `false`.
  mutating func boolean(_ key: String) -> Bool? {
    guard let entry = take(key) else { return nil }
    guard let value = entry.value.boolean else {
      wrongKind(entry, "true or false")
      return nil
    }
    return value
  }

  /// One of a few words.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, _ type: Choice.Type = Choice.self) -> Choice? {
    guard let entry = take(key) else { return nil }
    let words = Choice.allCases.map(\.rawValue)
    guard let text = entry.value.string else {
      wrongKind(entry, "one of \(words.map { "\"\($0)\"" }.joined(separator: ", "))")
      return nil
    }
    guard let value = Choice(rawValue: text) else {
      complain(entry, "\(label(key)) must be one of \(words.map { "\"\($0)\"" }.joined(separator: ", ")), not \"\(text)\"")
      return nil
    }
    return value
  }

  /// A duration: `"90s"`, `"10m"`, or a number of seconds.
  mutating func duration(_ key: String) -> Double? {
    guard let entry = take(key) else { return nil }
    if let seconds = entry.value.double, seconds >= 0 { return seconds }
    guard let text = entry.value.string, let seconds = DurationText.seconds(text) else {
      complain(entry, "\(label(key)) must be a duration such as \"10m\" or \"1h30m\"")
      return nil
    }
    return seconds
  }

  /// A table.
  mutating func table(_ key: String) -> TableReader? {
    guard let entry = take(key) else { return nil }
    guard let table = entry.value.table else {
      wrongKind(entry, "a table")
      return nil
    }
    return TableReader(table, name: "[\(key)]", path: path, line: entry.line, column: entry.column)
  }

  /// Warns of every key that was not asked for.
  mutating func finish() {
    let known = taken.sorted()
    for entry in entries where !taken.contains(entry.key) {
      let near = known.first { Self.isNear($0, entry.key) }
      let hint = near.map { "; did you mean \($0)?" } ?? "; it is ignored"
      problems.append(
        SettingsProblem(
          path: path, line: entry.line, column: entry.column, severity: .warning, message: "\(label(entry.key)) means nothing here\(hint)"))
    }
  }

  /// Whether two keys differ in one letter, or only in their dashes and capitals.
  private static func isNear(_ left: String, _ right: String) -> Bool {
    func plain(_ text: String) -> [Character] { Array(text.lowercased().filter { $0 != "_" && $0 != "-" }) }
    let (a, b) = (plain(left), plain(right))
    if a == b { return true }
    guard abs(a.count - b.count) <= 1, a.count > 3 else { return false }
    var start = 0
    while start < min(a.count, b.count), a[start] == b[start] { start += 1 }
    var end = 0
    while end < min(a.count, b.count) - start, a[a.count - 1 - end] == b[b.count - 1 - end] { end += 1 }
    let left = max(a.count, b.count) - start - end
    return left <= 1 || (left == 2 && a.count == b.count && a[start] == b[start + 1] && a[start + 1] == b[start])
  }
}
