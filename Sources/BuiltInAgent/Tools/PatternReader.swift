/// Reads a regular expression. Depth and repetition are limited.
struct PatternReader {
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0
  private var ignoresCase: Bool

  init(_ text: String, ignoresCase: Bool) {
    bytes = Array(text.utf8)
    self.ignoresCase = ignoresCase
  }

  mutating func read() throws(ToolProblem) -> PatternTree {
    guard bytes.count <= 4096 else { throw ToolProblem("The pattern is longer than 4096 bytes.") }
    if bytes.starts(with: Array("(?i)".utf8)) {
      ignoresCase = true
      index = 4
    }
    let tree = try choice()
    guard index == bytes.count else { throw ToolProblem("The pattern has a `)` without `(`; write `\\)` for the character.") }
    return tree
  }

  private func byte(at index: Int) -> UInt8? { bytes.indices.contains(index) ? bytes[index] : nil }

  private mutating func take(_ text: String) -> Bool {
    guard bytes[index...].starts(with: Array(text.utf8)) else { return false }
    index += text.utf8.count
    return true
  }

  private mutating func choice() throws(ToolProblem) -> PatternTree {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw ToolProblem("The pattern is nested too deep.") }
    var parts = [try sequence()]
    while take("|") { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func sequence() throws(ToolProblem) -> PatternTree {
    var parts: [PatternTree] = []
    while let byte = byte(at: index), byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      var part = try atom()
      while let (least, most) = try repetition() { part = .times(part, least: least, most: most) }
      parts.append(part)
    }
    return .sequence(parts)
  }

  private mutating func repetition() throws(ToolProblem) -> (Int, Int?)? {
    let found: (Int, Int?)
    if take("*") {
      found = (0, nil)
    } else if take("+") {
      found = (1, nil)
    } else if take("?") {
      found = (0, 1)
    } else if byte(at: index) == UInt8(ascii: "{"), let counted = counted() {
      found = counted
    } else {
      return nil
    }
    if found.0 > 1000 || (found.1 ?? 0) > 1000 { throw ToolProblem("The pattern repeats more than 1000 times.") }
    // Lazy or possessive: the same lines match.
    _ = take("?")
    return found
  }

  /// `{3}`, `{3,}`, `{3,5}`; anything else is a literal brace.
  private mutating func counted() -> (Int, Int?)? {
    guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")), end - index < 12 else { return nil }
    let parts = String(decoding: bytes[(index + 1)..<end], as: UTF8.self).split(separator: ",", omittingEmptySubsequences: false)
    guard let least = parts.first.flatMap({ Int($0) }), least >= 0, parts.count < 3 else { return nil }
    var most: Int? = least
    if parts.count == 2 {
      most = Int(parts[1])
      guard parts[1].isEmpty || (most ?? -1) >= least else { return nil }
    }
    index = end + 1
    return (least, most)
  }

  private mutating func atom() throws(ToolProblem) -> PatternTree {
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "."): return .character(not: ByteSet())
    case UInt8(ascii: "^"): return .place(.lineStart)
    case UInt8(ascii: "$"): return .place(.lineEnd)
    case UInt8(ascii: "["): return try characterClass()
    case UInt8(ascii: "\\"): return try escape()
    case UInt8(ascii: "("):
      if take("?:") {
      } else if take("?i:") {
        ignoresCase = true
      } else if byte == UInt8(ascii: "("), self.byte(at: index) == UInt8(ascii: "?") {
        throw ToolProblem("The pattern has a group `(?…)` that is not supported; only (…) and (?:…) are.")
      }
      let tree = try choice()
      guard take(")") else { throw ToolProblem("The pattern has a `(` without `)`; write `\\(` for the character.") }
      return tree
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
      throw ToolProblem(
        "The pattern has nothing before `\(Character(UnicodeScalar(byte)))`; write a backslash before it for the character.")
    default:
      guard byte >= 0xc0 else { return literal(byte) }
      // The bytes of one character belong together: what follows repeats all of them.
      var parts = [literal(byte)]
      while let next = self.byte(at: index), next & 0xc0 == 0x80 {
        parts.append(literal(next))
        index += 1
      }
      return .sequence(parts)
    }
  }

  private func literal(_ byte: UInt8) -> PatternTree {
    let set = ByteSet([byte])
    return .byte(ignoresCase ? set.withBothCases : set)
  }

  private mutating func escape() throws(ToolProblem) -> PatternTree {
    guard let byte = byte(at: index) else { throw ToolProblem("The pattern ends with a backslash.") }
    index += 1
    switch byte {
    case UInt8(ascii: "b"): return .place(.wordEdge)
    case UInt8(ascii: "B"): return .place(.noWordEdge)
    case UInt8(ascii: "A"): return .place(.lineStart)
    case UInt8(ascii: "z"), UInt8(ascii: "Z"): return .place(.lineEnd)
    case UInt8(ascii: "D"): return .character(not: .digits)
    case UInt8(ascii: "W"): return .character(not: .word)
    case UInt8(ascii: "S"): return .character(not: .space)
    case UInt8(ascii: "1")...UInt8(ascii: "9"), UInt8(ascii: "p"), UInt8(ascii: "P"):
      throw ToolProblem("The pattern uses `\\\(Character(UnicodeScalar(byte)))`, which is not supported.")
    default:
      if let set = Self.shorthand(byte) { return .byte(set) }
      return literal(Self.control(byte))
    }
  }

  private static func shorthand(_ byte: UInt8) -> ByteSet? {
    switch byte {
    case UInt8(ascii: "d"): .digits
    case UInt8(ascii: "w"): .word
    case UInt8(ascii: "s"): .space
    default: nil
    }
  }

  private static func control(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "n"): 0x0a
    case UInt8(ascii: "r"): 0x0d
    default: byte
    }
  }

  private mutating func characterClass() throws(ToolProblem) -> PatternTree {
    let isNegated = take("^")
    var set = ByteSet()
    var others: [PatternTree] = []
    var isFirst = true
    while true {
      guard var byte = byte(at: index) else { throw ToolProblem("The pattern has a `[` without `]`; write `\\[` for the character.") }
      index += 1
      if byte == UInt8(ascii: "]"), !isFirst { break }
      isFirst = false
      if byte == UInt8(ascii: "\\"), let escaped = self.byte(at: index) {
        index += 1
        if let shorthand = Self.shorthand(escaped) {
          set = set.union(shorthand)
          continue
        }
        byte = Self.control(escaped)
      } else if byte >= 0x80 {
        var parts = [PatternTree.byte(ByteSet([byte]))]
        while let next = self.byte(at: index), next & 0xc0 == 0x80 {
          parts.append(.byte(ByteSet([next])))
          index += 1
        }
        others.append(.sequence(parts))
        continue
      }
      if self.byte(at: index) == UInt8(ascii: "-"), let last = self.byte(at: index + 1), last != UInt8(ascii: "]"), last < 0x80 {
        guard last >= byte else { throw ToolProblem("The pattern has a range in `[…]` that ends before it begins.") }
        set = set.union(ByteSet(byte...last))
        index += 2
      } else {
        set.insert(byte)
      }
    }
    if ignoresCase { set = set.withBothCases }
    // Of a negated class only the ASCII part is exact: other characters that it names are let through.
    return isNegated ? .character(not: set) : others.isEmpty ? .byte(set) : .choice([.byte(set)] + others)
  }
}
