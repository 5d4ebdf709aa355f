/// A colour as themes name it.
package enum Color: Hashable, Sendable {
  /// The terminal's own default.
  case none
  /// A colour of the terminal's table, 0–255; the first 16 are the user's own.
  case indexed(UInt8)
  /// Red, green, blue.
  case rgb(UInt8, UInt8, UInt8)

  /// Reads `#rrggbb`, `#rgb`, `0`–`255`, an ANSI name (`red`, `bright-red`, `grey`) or `none`; nil for anything else.
  package init?(_ text: String) {
    if text == "none" || text == "default" {
      self = .none
    } else if text.hasPrefix("#") {
      guard let color = Color.hexadecimal(text.utf8.dropFirst()) else { return nil }
      self = color
    } else if let number = UInt8(text), text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      self = .indexed(number)
    } else if let number = Color.names[text] {
      self = .indexed(number)
    } else {
      return nil
    }
  }

  /// The ANSI names and their numbers.
  package static let names: [String: UInt8] = [
    "black": 0, "red": 1, "green": 2, "yellow": 3, "blue": 4, "magenta": 5, "cyan": 6, "white": 7,
    "bright-black": 8, "grey": 8, "gray": 8, "bright-red": 9, "bright-green": 10, "bright-yellow": 11, "bright-blue": 12,
    "bright-magenta": 13,
    "bright-cyan": 14, "bright-white": 15,
  ]

  private static func hexadecimal(_ digits: Substring.UTF8View) -> Color? {
    var values: [UInt8] = []
    for digit in digits {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
      values.append(UInt8(value))
    }
    switch values.count {
    case 3: return .rgb(values[0] * 17, values[1] * 17, values[2] * 17)
    case 6: return .rgb(values[0] << 4 | values[1], values[2] << 4 | values[3], values[4] << 4 | values[5])
    default: return nil
    }
  }
}
