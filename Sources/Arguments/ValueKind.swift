import Model

/// What kind of value an option or argument takes: for the usage line, for completion, for checking.
enum ValueKind: Hashable, Sendable {
  /// Any text, with the word that stands for it in the usage line.
  case text(String)
  /// One of these words.
  case choice([String])
  /// Several of these words with commas between.
  case choices([String])
  /// A file to read, or `-`.
  case file
  /// A directory or an address.
  case repository
  /// A task's id.
  case task
  /// An engine's name.
  case engine
  /// Engines' names with commas between.
  case engines
  /// A whole number from a smallest one on.
  case number(least: Int)
  /// US dollars.
  case money
  /// `90s`, `10m`, `1h`.
  case duration

  /// How it stands in a usage line.
  var placeholder: String {
    switch self {
    case .text(let word): word
    case .choice(let words): words.joined(separator: "|")
    case .choices: "S[,S]"
    case .file: "FILE"
    case .repository: "DIR|URL"
    case .task: "ID"
    case .engine: "E"
    case .engines: "E[,E…]"
    case .number: "N"
    case .money: "USD"
    case .duration: "DURATION"
    }
  }

  /// The words to choose from, when they are known beforehand.
  var words: [String] {
    switch self {
    case .choice(let words), .choices(let words): words
    default: []
    }
  }

  /// Why a value is wrong, as the end of a sentence that begins with the value; nil when it is right.
  func complaint(_ value: String) -> String? {
    switch self {
    case .text, .file, .repository, .engine: return value.isEmpty ? "is empty" : nil
    case .choice(let words):
      return words.contains(value) ? nil : "is none of \(words.joined(separator: ", "))" + Suggestion.ending(for: value, among: words)
    case .choices(let words):
      for part in Self.list(value) where !words.contains(part) {
        return "is none of \(words.joined(separator: ", "))" + Suggestion.ending(for: part, among: words)
      }
      return Self.list(value).isEmpty ? "is empty" : nil
    case .engines: return Self.list(value).isEmpty ? "is empty" : nil
    case .task: return TaskID(parsing: value) == nil ? "is no task id; these look like T12" : nil
    case .number(let least):
      guard let number = Int(value) else { return "is no whole number" }
      return number < least ? "is less than \(least)" : nil
    case .money:
      guard let amount = Double(value), amount.isFinite else { return "is no amount of money; write 2.50" }
      return amount < 0 ? "is less than 0" : nil
    case .duration: return DurationText.seconds(value) == nil ? "is no duration; these look like 90s, 10m, 1h30m" : nil
    }
  }

  /// The parts of a list with commas.
  static func list(_ value: String) -> [String] { value.split(separator: ",").map(String.init) }
}
