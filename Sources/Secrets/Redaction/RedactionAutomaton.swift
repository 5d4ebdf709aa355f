/// A deterministic Aho-Corasick automaton over the byte classes that the patterns use (Aho and Corasick, "Efficient string matching", 1975). Immutable.
final class RedactionAutomaton: Sendable {
  /// For each state the number of bytes of the longest pattern prefix that the input ends with.
  let depth: [Int]
  /// For each state the length of the longest pattern that ends there, or 0.
  let matchLength: [Int]
  private let classes: [Int]
  private let width: Int
  private let table: [Int32]

  init(_ patterns: [[UInt8]]) {
    var classes = [Int](repeating: 0, count: 256)
    var width = 1
    for byte in patterns.joined() where classes[Int(byte)] == 0 {
      classes[Int(byte)] = width
      width += 1
    }
    var table = [Int32](repeating: -1, count: width)
    var depth = [0]
    var matchLength = [0]
    for pattern in patterns {
      var state = 0
      for byte in pattern {
        let slot = state * width + classes[Int(byte)]
        if table[slot] < 0 {
          table[slot] = Int32(depth.count)
          depth.append(depth[state] + 1)
          matchLength.append(0)
          table.append(contentsOf: repeatElement(-1, count: width))
        }
        state = Int(table[slot])
      }
      matchLength[state] = pattern.count
    }
    // Breadth first: a missing edge goes where the failure state's edge goes.
    var failure = [Int](repeating: 0, count: depth.count)
    var queue: [Int] = []
    for slot in 0..<width {
      if table[slot] < 0 { table[slot] = 0 } else { queue.append(Int(table[slot])) }
    }
    var index = 0
    while index < queue.count {
      let state = queue[index]
      index += 1
      matchLength[state] = max(matchLength[state], matchLength[failure[state]])
      for column in 0..<width {
        let slot = state * width + column
        let fallback = table[failure[state] * width + column]
        if table[slot] < 0 {
          table[slot] = fallback
        } else {
          failure[Int(table[slot])] = Int(fallback)
          queue.append(Int(table[slot]))
        }
      }
    }
    self.depth = depth
    self.matchLength = matchLength
    self.classes = classes
    self.width = width
    self.table = table
  }

  /// The state after one more byte.
  func next(_ state: Int, _ byte: UInt8) -> Int { Int(table[state * width + classes[Int(byte)]]) }
}
