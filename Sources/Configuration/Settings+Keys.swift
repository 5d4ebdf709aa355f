import Model
import TOML

/// `[keys]` and `[keys.list]`: `"task.message" = ["m", "F2"]`, `"task.discard" = "none"`. Only their form is read here: the interface knows commands and keys.
extension Settings {
  mutating func readKeys(_ top: inout TableReader) {
    guard let entry = top.take("keys") else { return }
    guard let table = entry.value.table else {
      top.complain(entry, "keys must be a table: [keys] with lines such as \"task.message\" = [\"m\", \"F2\"]")
      return
    }
    readKeys(table, under: "", &top, depth: 0)
  }

  private mutating func readKeys(_ entries: [TOMLEntry], under prefix: String, _ top: inout TableReader, depth: Int) {
    for entry in entries {
      let name = prefix + entry.key
      if let table = entry.value.table {
        // Names have a table and three parts at most.
        if depth < 4 { readKeys(table, under: name + ".", &top, depth: depth + 1) }
        continue
      }
      guard let words = words(entry, name, &top) else { continue }
      let place = FilePlace(file: top.path, line: entry.line, column: entry.column)
      keys.append(KeyOverride(name, keys: words, place: place))
    }
  }

  private func words(_ entry: TOMLEntry, _ name: String, _ top: inout TableReader) -> [KeyWord]? {
    let wanted = "[keys] \(name) must be a key's name, a list of them, or \"none\""
    guard let values = entry.value.array ?? (entry.value.string == nil ? nil : [entry.value]) else {
      top.complain(entry, "\(wanted), not \(entry.value.kindName); the shipped key stays", .warning)
      return nil
    }
    var words: [KeyWord] = []
    for value in values {
      guard let text = value.string else {
        let place = TOMLEntry(key: entry.key, line: value.line, column: value.column, value: value)
        top.complain(place, "\(wanted); this is \(value.kindName); the shipped key stays", .warning)
        return nil
      }
      words.append(KeyWord(text, place: FilePlace(file: top.path, line: value.line, column: value.column)))
    }
    return words
  }
}
