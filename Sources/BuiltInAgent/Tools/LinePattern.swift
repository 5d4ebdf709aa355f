/// A regular expression that tells whether a line matches, in time proportional to the line's length, whatever the expression is: states are followed side by
/// side (Thompson's construction). Understood: literals, `.`, classes, `\d \w \s \b` and their opposites, `^ $`, groups, `|`, `* + ? {n,m}`, `(?i)` at the beginning.
/// Works on bytes; `.` and classes take a whole UTF-8 character.
struct LinePattern: Sendable {
  /// Larger programs are refused.
  static let limit = 20_000

  enum Step: Hashable, Sendable {
    case byte(ByteSet)
    case fork(Int, Int)
    case go(Int)
    case check(Place)
    case found
  }

  enum Place: Hashable, Sendable { case lineStart, lineEnd, wordEdge, noWordEdge }

  private let steps: [Step]
  private let starts: ByteSet?

  /// Reads an expression.
  /// - Throws: `ToolProblem` saying what is wrong with it.
  init(_ text: String, ignoresCase: Bool = false) throws(ToolProblem) {
    var reader = PatternReader(text, ignoresCase: ignoresCase)
    let tree = try reader.read()
    var writer = PatternWriter()
    try writer.write(tree)
    writer.steps.append(.found)
    steps = writer.steps
    starts = tree.canBeEmpty ? nil : tree.first
  }

  /// Whether the line, without its end, matches anywhere.
  func matches(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    var current = StateSet(steps.count)
    var next = StateSet(steps.count)
    var index = 0
    while true {
      if current.isEmpty, let starts {
        while index < line.count, !starts.contains(line[index]) { index += 1 }
        if index == line.count { return false }
      }
      if add(0, to: &current, line, index) { return true }
      for known in 0..<current.count {
        let state = current.members[known]
        if case .byte(let set) = steps[state], index < line.count, set.contains(line[index]), add(state + 1, to: &next, line, index + 1) {
          return true
        }
      }
      if index >= line.count { return false }
      index += 1
      swap(&current, &next)
      next.clear()
    }
  }

  /// Whether the text matches.
  func matches(_ text: String) -> Bool { Array(text.utf8).withUnsafeBufferPointer(matches) }

  /// Adds a state and all that is reached from it without a byte; true when that is the end.
  private func add(_ state: Int, to set: inout StateSet, _ line: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    guard set.insert(state) else { return false }
    set.open.append(state)
    while let state = set.open.popLast() {
      switch steps[state] {
      case .found: return true
      case .byte: break
      case .go(let target): if set.insert(target) { set.open.append(target) }
      case .fork(let one, let other):
        if set.insert(other) { set.open.append(other) }
        if set.insert(one) { set.open.append(one) }
      case .check(let place):
        if Self.holds(place, line, index), set.insert(state + 1) { set.open.append(state + 1) }
      }
    }
    return false
  }

  private static func holds(_ place: Place, _ line: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    func isWord(_ index: Int) -> Bool { line.indices.contains(index) && ByteSet.word.contains(line[index]) }
    switch place {
    case .lineStart: return index == 0
    case .lineEnd: return index == line.count
    case .wordEdge: return isWord(index - 1) != isWord(index)
    case .noWordEdge: return isWord(index - 1) == isWord(index)
    }
  }

  /// States that are followed at one place of the line.
  private struct StateSet {
    var members: [Int]
    var open: [Int] = []
    private var places: [Int]
    private(set) var count = 0

    init(_ size: Int) {
      members = Array(repeating: 0, count: size)
      places = Array(repeating: 0, count: size)
    }

    var isEmpty: Bool { count == 0 }

    mutating func insert(_ state: Int) -> Bool {
      let place = places[state]
      if place < count, members[place] == state { return false }
      members[count] = state
      places[state] = count
      count += 1
      return true
    }

    mutating func clear() {
      count = 0
      open.removeAll(keepingCapacity: true)
    }
  }
}
