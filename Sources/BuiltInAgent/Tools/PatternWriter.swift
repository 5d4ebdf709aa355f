/// Writes the steps of a pattern's tree.
struct PatternWriter {
  var steps: [LinePattern.Step] = []

  mutating func write(_ tree: PatternTree) throws(ToolProblem) {
    guard steps.count < LinePattern.limit else { throw ToolProblem("The pattern is too large.") }
    switch tree {
    case .byte(let set): steps.append(.byte(set))
    case .place(let place): steps.append(.check(place))
    case .sequence(let parts): for part in parts { try write(part) }
    case .choice(let parts): try choice(parts[...])
    case .times(let part, let least, let most):
      for _ in 0..<least { try write(part) }
      guard let most else {
        let fork = steps.count
        steps.append(.fork(fork + 1, 0))
        try write(part)
        steps.append(.go(fork))
        steps[fork] = .fork(fork + 1, steps.count)
        return
      }
      var forks: [Int] = []
      for _ in least..<max(least, most) {
        forks.append(steps.count)
        steps.append(.fork(steps.count + 1, 0))
        try write(part)
      }
      for fork in forks { steps[fork] = .fork(fork + 1, steps.count) }
    }
  }

  private mutating func choice(_ parts: ArraySlice<PatternTree>) throws(ToolProblem) {
    guard let first = parts.first else { return }
    guard parts.count > 1 else { return try write(first) }
    let fork = steps.count
    steps.append(.fork(fork + 1, 0))
    try write(first)
    let end = steps.count
    steps.append(.go(0))
    steps[fork] = .fork(fork + 1, steps.count)
    try choice(parts.dropFirst())
    steps[end] = .go(steps.count)
  }
}
