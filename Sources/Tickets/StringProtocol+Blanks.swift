extension StringProtocol {
  /// The text without spaces, tabs and line ends at both ends.
  var trimmed: String {
    let view = Substring(self).utf8
    var start = view.startIndex
    var end = view.endIndex
    while start < end, view[start].isBlank { start = view.index(after: start) }
    while start < end, view[view.index(before: end)].isBlank { end = view.index(before: end) }
    return String(Substring(view[start..<end]))
  }

  /// The text on one line, words one space apart.
  var singleLine: String {
    var previous = true
    var plain = true
    for byte in utf8 {
      if byte.isBlank, previous || byte != 0x20 {
        plain = false
        break
      }
      previous = byte.isBlank
    }
    if plain, !previous { return String(self) }
    return split(whereSeparator: { $0.isWhitespace }).joined(separator: " ")
  }

  /// The letters and digits in lower case, for comparing names of columns and states.
  var nameKey: String { String(lowercased().filter { $0.isLetter || $0.isNumber || $0 == "#" }) }
}

extension UInt8 {
  /// Whether it is a space, a tab or a line end.
  fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
