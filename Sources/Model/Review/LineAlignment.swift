/// Which lines of a text came from which of another: a shortest edit script (E. W. Myers, "An O(ND) Difference Algorithm", 1986) between the equal beginnings and
/// ends, and where that would take too long, the lines that stand once in each, in order.
package enum LineAlignment {
  /// Edits up to which the exact way is gone.
  static let most = 1200

  /// For each new line, the old line that it was; nil for a line that came.
  package static func sources(old: [String], new: [String]) -> [Int?] {
    var numbers: [String: Int] = [:]
    func number(_ line: String) -> Int {
      if let known = numbers[line] { return known }
      numbers[line] = numbers.count
      return numbers.count - 1
    }
    let left = old.map(number)
    let right = new.map(number)
    var result = [Int?](repeating: nil, count: right.count)
    var head = 0
    while head < left.count, head < right.count, left[head] == right[head] {
      result[head] = head
      head += 1
    }
    var tail = 0
    while tail < left.count - head, tail < right.count - head, left[left.count - 1 - tail] == right[right.count - 1 - tail] {
      tail += 1
      result[right.count - tail] = left.count - tail
    }
    let olds = Array(left[head..<(left.count - tail)])
    let news = Array(right[head..<(right.count - tail)])
    for (from, to) in exact(olds, news) ?? unique(olds, news) { result[head + to] = head + from }
    return result
  }

  /// Pairs of equal lines on a shortest script; nil when there are too many edits.
  private static func exact(_ old: [Int], _ new: [Int]) -> [(Int, Int)]? {
    if old.isEmpty || new.isEmpty { return [] }
    let limit = min(old.count + new.count, most)
    var reach = [1: 0]
    var trace: [[Int: Int]] = []
    for edits in 0...limit {
      var next: [Int: Int] = [:]
      for diagonal in stride(from: -edits, through: edits, by: 2) {
        let down = reach[diagonal + 1] ?? -1
        let across = (reach[diagonal - 1] ?? -2) + 1
        var x = diagonal == -edits || (diagonal != edits && across <= down) ? down : across
        if x < 0 || x > old.count || x - diagonal < 0 || x - diagonal > new.count { continue }
        while x < old.count, x - diagonal < new.count, old[x] == new[x - diagonal] { x += 1 }
        next[diagonal] = x
        if x >= old.count, x - diagonal >= new.count {
          trace.append(next)
          return walked(trace, old.count, new.count)
        }
      }
      trace.append(next)
      reach = next
    }
    return nil
  }

  /// The way back through what each number of edits reached.
  private static func walked(_ trace: [[Int: Int]], _ oldCount: Int, _ newCount: Int) -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    var (x, y) = (oldCount, newCount)
    for edits in stride(from: trace.count - 1, through: 1, by: -1) {
      let diagonal = x - y
      let before = trace[edits - 1]
      let down = before[diagonal + 1] ?? -1
      let across = (before[diagonal - 1] ?? -2) + 1
      let isDown = diagonal == -edits || (diagonal != edits && across <= down)
      let (startX, startY) = isDown ? (down, down - diagonal) : (across, across - diagonal)
      while x > startX, y > startY {
        x -= 1
        y -= 1
        pairs.append((x, y))
      }
      (x, y) = isDown ? (startX, startY - 1) : (startX - 1, startY)
    }
    while x > 0, y > 0 {
      x -= 1
      y -= 1
      pairs.append((x, y))
    }
    return pairs
  }

  /// Lines that stand once on each side, as many as stay in order.
  private static func unique(_ old: [Int], _ new: [Int]) -> [(Int, Int)] {
    func once(_ lines: [Int]) -> [Int: Int] {
      var places: [Int: Int] = [:]
      var twice: Set<Int> = []
      for (index, line) in lines.enumerated() where places.updateValue(index, forKey: line) != nil { twice.insert(line) }
      return places.filter { !twice.contains($0.key) }
    }
    let places = once(old)
    let mine = once(new)
    let both = new.indices.compactMap { index in
      mine[new[index]] == index ? places[new[index]].map { (old: $0, new: index) } : nil
    }
    // The longest run of growing old places.
    var ends: [Int] = []
    var before = [Int](repeating: -1, count: both.count)
    for (index, pair) in both.enumerated() {
      var low = 0
      var high = ends.count
      while low < high {
        let middle = (low + high) / 2
        if both[ends[middle]].old < pair.old { low = middle + 1 } else { high = middle }
      }
      before[index] = low > 0 ? ends[low - 1] : -1
      if low == ends.count { ends.append(index) } else { ends[low] = index }
    }
    var result: [(Int, Int)] = []
    var at = ends.last ?? -1
    while at >= 0 {
      result.append((both[at].old, both[at].new))
      at = before[at]
    }
    return result
  }
}
