internal import Screen

/// What SGR has set on a terminal.
struct GraphicState: Hashable {
  var foreground: Color = .none
  var background: Color = .none
  var attributes: TextAttributes = []

  /// Applies the parameters of one SGR sequence (ECMA-48 8.3.117, with 38;5 and 48;5 through `colors`); false when there is one that is not known, which is
  /// passed over.
  mutating func apply(_ parameters: [Int], colors: [Color]) -> Bool {
    var index = 0
    var knowsAll = true
    while index < parameters.count {
      let value = parameters[index]
      switch value {
      case 0: self = GraphicState()
      case 1: attributes.insert(.bold)
      case 2: attributes.insert(.dim)
      case 3: attributes.insert(.italic)
      case 4: attributes.insert(.underline)
      case 7: attributes.insert(.reverse)
      case 22: attributes.subtract([.bold, .dim])
      case 23: attributes.remove(.italic)
      case 24: attributes.remove(.underline)
      case 27: attributes.remove(.reverse)
      case 30...37: foreground = .indexed(UInt8(value - 30))
      case 39: foreground = .none
      case 40...47: background = .indexed(UInt8(value - 40))
      case 49: background = .none
      case 90...97: foreground = .indexed(UInt8(value - 82))
      case 100...107: background = .indexed(UInt8(value - 92))
      case 38, 48:
        guard index + 2 < parameters.count, parameters[index + 1] == 5, (0..<256).contains(parameters[index + 2]) else { return false }
        let number = parameters[index + 2]
        let color = number >= 16 && number - 16 < colors.count ? colors[number - 16] : .indexed(UInt8(number))
        if value == 38 { foreground = color } else { background = color }
        index += 2
      case 10: break
      default: knowsAll = false
      }
      index += 1
    }
    return knowsAll
  }

  /// The shortest sequence that leads from another state to this one; empty when there is nothing to do.
  func sequence(from old: GraphicState) -> String {
    if self == old { return "" }
    if self == GraphicState() { return "\u{1B}[m" }
    var fresh: [String] = []
    Self.add(attributes, to: &fresh)
    Self.add(foreground, base: 30, to: &fresh)
    Self.add(background, base: 40, to: &fresh)
    let reset = "\u{1B}[0;" + fresh.joined(separator: ";") + "m"
    var changes: [String] = []
    let gone = old.attributes.subtracting(attributes)
    var new = attributes.subtracting(old.attributes)
    if !gone.isDisjoint(with: [.bold, .dim]) {
      changes.append("22")
      new.formUnion(attributes.intersection([.bold, .dim]))
    }
    if gone.contains(.italic) { changes.append("23") }
    if gone.contains(.underline) { changes.append("24") }
    if gone.contains(.reverse) { changes.append("27") }
    Self.add(new, to: &changes)
    if foreground != old.foreground { foreground == .none ? changes.append("39") : Self.add(foreground, base: 30, to: &changes) }
    if background != old.background { background == .none ? changes.append("49") : Self.add(background, base: 40, to: &changes) }
    let change = "\u{1B}[" + changes.joined(separator: ";") + "m"
    return change.utf8.count <= reset.utf8.count ? change : reset
  }

  private static func add(_ attributes: TextAttributes, to list: inout [String]) {
    if attributes.contains(.bold) { list.append("1") }
    if attributes.contains(.dim) { list.append("2") }
    if attributes.contains(.italic) { list.append("3") }
    if attributes.contains(.underline) { list.append("4") }
    if attributes.contains(.reverse) { list.append("7") }
  }

  private static func add(_ color: Color, base: Int, to list: inout [String]) {
    switch color {
    case .none: break
    case .indexed(let number) where number < 8: list.append("\(base + Int(number))")
    case .indexed(let number) where number < 16: list.append("\(base + 52 + Int(number))")
    case .indexed(let number): list.append("\(base + 8);5;\(number)")
    case .rgb(let red, let green, let blue): list.append("\(base + 8);2;\(red);\(green);\(blue)")
    }
  }
}
