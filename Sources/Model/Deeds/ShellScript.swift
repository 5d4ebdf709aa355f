/// Follows a shell command through its lists, pipes, groups and shells in shells, and says which tests, builds and lints it runs, what the exit status says
/// about each, and what else in it may change files. Bounded in length, depth and steps.
struct ShellScript {
  private var words: ArraySlice<ShellWord>
  private var steps: [ShellStep] = []
  private var depth: Int

  private static let deepest = 8
  private static let most = 64

  /// What a command does.
  static func steps(of command: String) -> [ShellStep] { steps(of: command, .own, Options(), depth: 0) }

  private struct Options {
    var pipefail = false
    var stops = false

    /// `-e`, `-o pipefail`, `-euo pipefail`, `+e`.
    mutating func take(_ words: some Sequence<String>) {
      var isName = false
      var isOn = true
      for word in words {
        if isName {
          if word == "pipefail" { pipefail = isOn }
          if word == "errexit" { stops = isOn }
          isName = false
          continue
        }
        guard let sign = word.first, sign == "-" || sign == "+", !word.hasPrefix("--") else { continue }
        isOn = sign == "-"
        if word.contains("e") { stops = isOn }
        isName = word.hasSuffix("o")
      }
    }
  }

  private indirect enum Node {
    case simple([ShellWord])
    case group([Item])
    /// Conditions and loops: what runs in them is not what the status is about.
    case compound([Item])
  }

  private struct Pipe {
    var nodes: [Node] = []
    var isNegated = false
  }

  private struct Item {
    var pipes: [Pipe] = []
    /// `&&` or `||` behind each but the last.
    var marks: [String] = []
    var isBackground = false
  }

  private init(_ command: String, depth: Int) {
    words = ShellReader.words(of: command)[...]
    self.depth = depth
  }

  private static func steps(of command: String, _ shown: StatusShown, _ options: Options, depth: Int) -> [ShellStep] {
    guard depth < deepest else { return [.change(String(command.prefix(80)))] }
    var script = ShellScript(command, depth: depth)
    let items = script.items(until: [])
    script.visit(items, shown, options)
    return Array(script.steps.prefix(most))
  }

  // MARK: Reading

  private static let openers: Set = ["if", "while", "until", "for", "case", "select"]
  private static let closers = ["if": "fi", "while": "done", "until": "done", "for": "done", "select": "done", "case": "esac"]
  /// Words inside conditions and loops that are no programs.
  private static let joints: Set = ["then", "else", "elif", "do"]

  private func keyword(_ word: ShellWord?) -> String? {
    if case .word(let text, isPlain: true)? = word { text } else { nil }
  }

  private mutating func items(until ends: Set<String>) -> [Item] {
    var found: [Item] = []
    var item = Item()
    var pipe = Pipe()
    // Whether a part of the pipe may begin: what stands behind a name and `()` is a function's body, which is not run here.
    var begins = true
    func close(_ item: inout Item, _ pipe: inout Pipe) {
      if !pipe.nodes.isEmpty { item.pipes.append(pipe) }
      if !item.pipes.isEmpty {
        item.marks = Array(item.marks.prefix(item.pipes.count - 1))
        found.append(item)
      }
      item = Item()
      pipe = Pipe()
    }
    while let word = words.first {
      if case .mark(let mark) = word {
        if ends.contains(mark) { break }
        words = words.dropFirst()
        let began = begins
        begins = mark != "("
        switch mark {
        case "&&", "||":
          if !pipe.nodes.isEmpty {
            item.pipes.append(pipe)
            item.marks.append(mark)
          }
          pipe = Pipe()
        case "|": break
        case "&":
          item.isBackground = true
          close(&item, &pipe)
        case "(":
          let inner = nested(until: [")"])
          words = words.dropFirst()
          pipe.nodes.append(began ? .group(inner) : .compound(inner))
        default: close(&item, &pipe)
        }
        continue
      }
      let name = keyword(word)
      if let name, ends.contains(name) { break }
      if let name, Self.joints.contains(name) {
        words = words.dropFirst()
      } else if name == "!" {
        words = words.dropFirst()
        pipe.isNegated = true
      } else if name == "{" {
        words = words.dropFirst()
        let inner = nested(until: ["}"])
        words = words.dropFirst()
        pipe.nodes.append(begins ? .group(inner) : .compound(inner))
        begins = false
      } else if let name, Self.openers.contains(name) {
        words = words.dropFirst()
        // What stands between `for` and `do`, or `case` and `in`, is no program.
        if name == "for" || name == "case" || name == "select" { skipHead() }
        let inner = nested(until: [Self.closers[name] ?? "done"])
        words = words.dropFirst()
        pipe.nodes.append(.compound(inner))
        begins = false
      } else {
        let taken = simple()
        // Redirections behind a group belong to it.
        if begins || taken.contains(where: { if case .word = $0 { true } else { false } }) { pipe.nodes.append(.simple(taken)) }
        begins = false
      }
    }
    close(&item, &pipe)
    return found
  }

  private mutating func nested(until ends: Set<String>) -> [Item] {
    guard depth < Self.deepest else {
      words = []
      return []
    }
    depth += 1
    defer { depth -= 1 }
    return items(until: ends)
  }

  private mutating func skipHead() {
    while let word = words.first, word != .mark(";"), keyword(word) != "in" { words = words.dropFirst() }
    while let word = words.first, word != .mark(";") {
      if word == .mark(")") { break }
      words = words.dropFirst()
    }
  }

  private mutating func simple() -> [ShellWord] {
    var taken: [ShellWord] = []
    while let word = words.first {
      if case .mark = word { break }
      taken.append(word)
      words = words.dropFirst()
    }
    return taken
  }

  // MARK: Following

  private mutating func visit(_ items: [Item], _ shown: StatusShown, _ given: Options) {
    var options = given
    for (index, item) in items.enumerated() {
      guard steps.count < Self.most else { return }
      if let words = Self.only(item), words.first == "set" {
        options.take(words.dropFirst())
        continue
      }
      var own = shown
      if item.isBackground {
        own = .no(.background)
      } else if index < items.count - 1, !Self.isHandedOn(index, items) {
        own = options.stops ? shown.and(.ifZero) : .no(.later)
      }
      visit(item, item.pipes.count, own, options)
    }
  }

  /// A list of pipes from its right end: `a && b || c` is `(a && b) || c`.
  private mutating func visit(_ item: Item, _ count: Int, _ shown: StatusShown, _ options: Options) {
    guard count > 0 else { return }
    let last = item.pipes[count - 1]
    guard count > 1, item.marks.indices.contains(count - 2) else { return visit(last, shown, options) }
    if item.marks[count - 2] == "&&" {
      visit(item, count - 1, shown.and(.ifZero), options)
      visit(last, shown, options)
    } else {
      visit(item, count - 1, Self.onlyFails(last) ? shown : shown.and(.ifNotZero), options)
      visit(last, shown.and(.ifNotZero), options)
    }
  }

  private mutating func visit(_ pipe: Pipe, _ shown: StatusShown, _ options: Options) {
    let shown = pipe.isNegated ? StatusShown.no(.negated) : shown
    for (index, node) in pipe.nodes.enumerated() {
      let isLast = index == pipe.nodes.count - 1
      var own = shown
      if !isLast {
        let restIsPlain = pipe.nodes[(index + 1)...].allSatisfy(Self.onlyPasses)
        own = !options.pipefail ? shown.and(.no(.pipe)) : restIsPlain ? shown : shown.and(.ifZero)
      }
      switch node {
      case .simple(let words): run(words, own, options)
      case .group(let items): visit(items, own, options)
      case .compound(let items): visit(items, .no(.condition), options)
      }
    }
  }

  private mutating func run(_ all: [ShellWord], _ shown: StatusShown, _ options: Options) {
    let words = all.compactMap { if case .word(let text, _) = $0 { text } else { String?.none } }
    let command = ShellCommand(words)
    // The files are opened before the program runs.
    for case .redirect(let file?) in all { steps.append(.change("> \(file.prefix(80))")) }
    if let inner = command.shell {
      var options = options
      options.take(command.shellOptions)
      steps += Self.steps(of: inner, shown, options, depth: depth + 1)
    } else if let known = CommandTable.kind(of: command.words) {
      steps.append(.run(known, command: command.text, isPart: CommandTable.isPart(command.words, known), shown))
      if CommandTable.writes(command.words) { steps.append(.change(command.text)) }
    } else if !CommandTable.onlyReads(command.words) {
      steps.append(.change(command.text))
    }
  }

  // MARK: Forms

  /// The words of an item that is one plain command.
  private static func only(_ item: Item) -> [String]? {
    guard item.pipes.count == 1, item.pipes[0].nodes.count == 1, case .simple(let words) = item.pipes[0].nodes[0] else { return nil }
    return words.compactMap { if case .word(let text, _) = $0 { text } else { nil } }
  }

  /// Whether the script ends with the status of this item: `x; exit $?`, `x; rc=$?; …; exit $rc`.
  private static func isHandedOn(_ index: Int, _ items: [Item]) -> Bool {
    guard let last = only(items[items.count - 1]), last.count == 2, last[0] == "exit", let next = only(items[index + 1]) else {
      return false
    }
    if index == items.count - 2 { return last[1] == "$?" }
    guard next.count == 1, next[0].hasSuffix("=$?") else { return false }
    let name = next[0].dropLast(3)
    return last[1] == "$\(name)" || last[1] == "${\(name)}"
  }

  /// Whether what stands behind `||` only ends with a failure.
  private static func onlyFails(_ pipe: Pipe) -> Bool {
    guard pipe.nodes.count == 1 else { return false }
    switch pipe.nodes[0] {
    case .simple(let words):
      let texts = words.compactMap { if case .word(let text, _) = $0 { text } else { String?.none } }
      if texts == ["false"] { return true }
      return texts.count == 2 && (texts[0] == "exit" || texts[0] == "return") && (Int(texts[1]).map { $0 != 0 } ?? (texts[1] == "$?"))
    case .group(let items):
      guard let last = items.last, last.pipes.count == 1, !last.isBackground else { return false }
      return onlyFails(last.pipes[0])
    case .compound: return false
    }
  }

  /// Whether a part of a pipe passes on what it reads and hardly ever fails.
  private static func onlyPasses(_ node: Node) -> Bool {
    guard case .simple(let words) = node, case .word(let name, _)? = words.first else { return false }
    return ["tail", "head", "tee", "cat", "sed", "awk", "sort", "cut", "tr", "ts"].contains(name)
  }
}
