extension Color {
  /// The nearest colour that a terminal of this depth has. The user's own 16 colours stay what they are where there are as many.
  package func quantised(to depth: ColorDepth) -> Color {
    switch (self, depth) {
    case (.none, _), (_, .mono): return .none
    case (_, .direct): return self
    case (.indexed, .indexed): return self
    case (.indexed(let number), .sixteen) where number < 16: return self
    case (.indexed(let number), .eight) where number < 8: return self
    case (.indexed(let number), .eight) where number < 16: return .indexed(number == 8 ? 7 : number - 8)
    case (_, .indexed): return .indexed(Self.nearest(to: components, among: 16..<256))
    case (_, .sixteen): return .indexed(named(16))
    case (_, .eight): return .indexed(named(8))
    }
  }

  /// Among so few, the hue says more than the distance, by which every pastel is white: a colour keeps its hue, a grey its lightness.
  private func named(_ count: Int) -> UInt8 {
    let (red, green, blue) = components
    let most = max(red, green, blue)
    let least = min(red, green, blue)
    guard most - least >= 48 else { return Self.nearest(to: components, among: [0, 7] + (count > 8 ? [8, 15] : [])) }
    let pure = { (part: Int) in (part - least) * 255 / (most - least) }
    let bits = (pure(red) > 127 ? 1 : 0) | (pure(green) > 127 ? 2 : 0) | (pure(blue) > 127 ? 4 : 0)
    return UInt8(bits + (count > 8 && least + most > 255 ? 8 : 0))
  }

  /// Red, green and blue; of the first 16 what xterm ships, of the default black.
  package var components: (red: Int, green: Int, blue: Int) {
    switch self {
    case .none: (0, 0, 0)
    case .rgb(let red, let green, let blue): (Int(red), Int(green), Int(blue))
    case .indexed(let number): Self.tableEntry(Int(number))
    }
  }

  /// xterm's table of 256: 16 names, a cube of 6×6×6, 24 greys.
  private static func tableEntry(_ number: Int) -> (red: Int, green: Int, blue: Int) {
    switch number {
    case 0..<16:
      let first: [(Int, Int, Int)] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
      ]
      return first[number]
    case 16..<232:
      let place = number - 16
      let level = { (step: Int) in step == 0 ? 0 : 55 + 40 * step }
      return (level(place / 36), level(place / 6 % 6), level(place % 6))
    default:
      let grey = 8 + 10 * (number - 232)
      return (grey, grey, grey)
    }
  }

  /// The nearest by the weighted distance that CompuPhase's "Colour metric" describes, which follows the eye better than plain RGB.
  private static func nearest(to wanted: (red: Int, green: Int, blue: Int), among numbers: some Sequence<Int>) -> UInt8 {
    var best = 0
    var bestDistance = Int.max
    for number in numbers {
      let entry = tableEntry(number)
      let mean = (wanted.red + entry.red) / 2
      let red = wanted.red - entry.red
      let green = wanted.green - entry.green
      let blue = wanted.blue - entry.blue
      let distance = (((512 + mean) * red * red) >> 8) + 4 * green * green + (((767 - mean) * blue * blue) >> 8)
      if distance < bestDistance {
        best = number
        bestDistance = distance
      }
    }
    return UInt8(best)
  }
}
