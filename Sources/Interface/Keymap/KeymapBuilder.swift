internal import Model
internal import Screen

/// Puts the operator's own keys over the shipped tables. What would leave two commands with one key, a text field without letters, a place without a way out,
/// or a decision on the key that leads to it, is not taken: the shipped keys stay, and a sentence says so.
struct KeymapBuilder {
  private(set) var rows: [KeyBinding]
  private(set) var problems: [String] = []
  private let shipped: [KeyBinding]
  /// The line of the configuration that a row's keys come from.
  private var source: [Int: (number: Int, line: KeyOverride)] = [:]

  init(_ shipped: [KeyBinding]) {
    self.shipped = shipped
    rows = shipped
  }

  /// Takes all lines, in the order of the file.
  mutating func apply(_ lines: [KeyOverride]) {
    for (number, line) in lines.enumerated() { take(line, number) }
    keepWaysOut()
    while let clash = firstClash() { settle(clash) }
    tellHidden()
  }

  // One line.

  private mutating func take(_ line: KeyOverride, _ number: Int) {
    guard let (command, context) = command(of: line.name) else {
      return say(line.place, "there is no command “\(line.name)”\(near(line.name)); `carrel keys` has the names")
    }
    guard let keys = keys(of: line, command) else { return }
    let all = shipped.indices.filter { shipped[$0].command == command }
    let wanted = all.filter { context == nil || shipped[$0].context == context }
    guard !wanted.isEmpty else {
      let places = all.map { shipped[$0].context.rawValue }.joined(separator: ", ")
      let table = context?.rawValue ?? ""
      return say(line.place, "`\(command.rawValue)` has no place in [keys.\(table)]: it works in \(places); the shipped key stays")
    }
    let letter = keys.first { $0.isTyped }
    let free = wanted.filter { letter == nil || !shipped[$0].context.isTyping }
    if let letter, free.isEmpty {
      return say(
        line.place,
        "`\(KeyName.name(of: letter))` for `\(command.rawValue)` could not be typed any more in \(shipped[wanted[0]].context.rawValue); the shipped key stays"
      )
    }
    for index in free {
      rows[index].keys = keys
      source[index] = (number, line)
    }
  }

  /// `task.message`, or `list.task.message` for one table.
  private func command(of name: String) -> (Command, KeyContext?)? {
    if let command = Command(rawValue: name) { return (command, nil) }
    guard let dot = name.firstIndex(of: "."), let context = KeyContext(rawValue: String(name[..<dot])),
      let command = Command(rawValue: String(name[name.index(after: dot)...]))
    else { return nil }
    return (command, context)
  }

  /// The keys of a line; nil when it names some and none of them is one.
  private mutating func keys(of line: KeyOverride, _ command: Command) -> [Key]? {
    if line.keys.isEmpty || line.keys.map(\.name) == ["none"] { return [] }
    var keys: [Key] = []
    for word in line.keys {
      if let key = KeyName.parse(word.name) {
        if !keys.contains(key) { keys.append(key) }
      } else {
        let end = line.keys.count == 1 ? "; the shipped key stays" : ""
        say(word.place ?? line.place, "there is no key “\(word.name)” for `\(command.rawValue)`\(end)")
      }
    }
    return keys.isEmpty ? nil : keys
  }

  private func near(_ name: String) -> String {
    let end = name.split(separator: ".").last.map(String.init) ?? name
    let best = Command.allCases.compactMap { command in
      FuzzyMatch.score(end, in: command.rawValue).map { (score: $0, name: command.rawValue) }
    }.max { ($0.score, $1.name) < ($1.score, $0.name) }
    return best.map { ", did you mean “\($0.name)”?" } ?? ""
  }

  // All together.

  /// Where nothing else leads out, the shipped keys stay.
  private mutating func keepWaysOut() {
    for index in rows.indices where rows[index].keys.isEmpty && !shipped[index].keys.isEmpty && rows[index].command.isWayOut {
      revert(index, "would leave no way out of \(rows[index].context.rawValue) without a key")
    }
  }

  private struct Clash {
    var first: Int
    var second: Int
    var key: Key
    var text: String
  }

  private func firstClash() -> Clash? {
    var holders: [KeyContext: [Key: Int]] = [:]
    for index in rows.indices {
      for key in rows[index].keys {
        let context = rows[index].context
        if let first = holders[context]?[key], rows[first].command != rows[index].command {
          return Clash(first: first, second: index, key: key, text: "`\(KeyName.name(of: key))` in \(context.rawValue) stands for")
        }
        holders[context, default: [:]][key] = index
      }
    }
    // The key that leads to a question must not answer it: held down, it would do both.
    for decision in rows.indices where rows[decision].command.decides != nil {
      for way in rows.indices where rows[way].command.leads == rows[decision].command.decides {
        guard let key = rows[decision].keys.first(where: { rows[way].keys.contains($0) }) else { continue }
        if rows[decision].keys == shipped[decision].keys, rows[way].keys == shipped[way].keys { continue }
        return Clash(first: way, second: decision, key: key, text: "`\(KeyName.name(of: key))` would ask and answer at once:")
      }
    }
    return nil
  }

  /// Of two rows the operator's own gives way; of two of the operator's the later.
  private mutating func settle(_ clash: Clash) {
    let (first, second) = (clash.first, clash.second)
    let commands = "`\(rows[first].command.rawValue)` and `\(rows[second].command.rawValue)`"
    guard let loser = [first, second].filter({ source[$0] != nil }).max(by: { number($0) < number($1) }) else {
      problems.append("keys: \(clash.text) \(commands); the first has it")
      rows[second].keys.removeAll { $0 == clash.key }
      return
    }
    rows[loser].keys.removeAll { $0 == clash.key }
    guard !rows[loser].keys.isEmpty else { return revert(loser, "\(clash.text) \(commands)", key: clash.key) }
    let keys = rows[loser].keys.map(KeyName.name).joined(separator: " ")
    say(
      place(of: clash.key, loser),
      "\(clash.text) \(commands); `\(rows[loser].command.rawValue)` has \(keys) in \(rows[loser].context.rawValue)")
  }

  /// Where the operator wrote the key of a row.
  private func place(of key: Key?, _ index: Int) -> FilePlace? {
    let line = source[index]?.line
    return line?.keys.first { KeyName.parse($0.name) == key }?.place ?? line?.place
  }

  private func number(_ index: Int) -> Int { source[index]?.number ?? -1 }

  private mutating func revert(_ index: Int, _ reason: String, key: Key? = nil) {
    let place = place(of: key, index)
    source[index] = nil
    rows[index].keys = shipped[index].keys
    let keys = shipped[index].keys.map(KeyName.name).joined(separator: " ")
    let stays = keys.isEmpty ? "stays without a key" : "keeps \(keys)"
    say(place, "\(reason); `\(rows[index].command.rawValue)` \(stays) in \(rows[index].context.rawValue)")
  }

  /// A key of the operator's that takes another command's place in one context only.
  private mutating func tellHidden() {
    for index in rows.indices where source[index] != nil {
      let row = rows[index]
      for general in row.context.below {
        for key in row.keys where !shipped[index].keys.contains(key) {
          guard let hidden = rows.first(where: { $0.context == general && $0.keys.contains(key) }), hidden.command != row.command else {
            continue
          }
          say(
            source[index]?.line.place,
            "`\(KeyName.name(of: key))` is `\(row.command.rawValue)` in \(row.context.rawValue) now, and not `\(hidden.command.rawValue)` as elsewhere"
          )
        }
      }
    }
  }

  private mutating func say(_ place: FilePlace?, _ text: String) {
    let line = "\(place?.description ?? "keys"): \(text)."
    if !problems.contains(line) { problems.append(line) }
  }
}

extension Key {
  /// Whether a text field takes it as a letter.
  fileprivate var isTyped: Bool {
    if case .character = code { return !control && !alt }
    return false
  }
}
