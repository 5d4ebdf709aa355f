/// A regular expression as a tree.
indirect enum PatternTree: Hashable {
  /// One byte out of a set.
  case byte(ByteSet)
  /// One after another; empty: nothing.
  case sequence([PatternTree])
  /// One of them.
  case choice([PatternTree])
  /// So many times; no `most`: without end.
  case times(PatternTree, least: Int, most: Int?)
  /// A place between bytes.
  case place(LinePattern.Place)

  /// Any character that is not one of these ASCII ones.
  static func character(not set: ByteSet) -> PatternTree {
    .choice([.byte(set.otherASCII), .sequence([.byte(.leading), .times(.byte(.continuing), least: 1, most: 3)])])
  }

  /// Whether it matches where there is no byte.
  var canBeEmpty: Bool {
    switch self {
    case .byte: false
    case .place: true
    case .sequence(let parts): parts.allSatisfy(\.canBeEmpty)
    case .choice(let parts): parts.contains(where: \.canBeEmpty)
    case .times(let part, let least, _): least == 0 || part.canBeEmpty
    }
  }

  /// The bytes that a match may begin with.
  var first: ByteSet {
    switch self {
    case .byte(let set): return set
    case .place: return ByteSet()
    case .choice(let parts): return parts.reduce(ByteSet()) { $0.union($1.first) }
    case .times(let part, _, _): return part.first
    case .sequence(let parts):
      var set = ByteSet()
      for part in parts {
        set = set.union(part.first)
        if !part.canBeEmpty { break }
      }
      return set
    }
  }
}
