extension StringProtocol {
  /// The text without spaces, tabs and line ends at both ends.
  var trimmed: String {
    var view = utf8[...]
    while let first = view.first, first == 0x20 || (0x09...0x0D).contains(first) { view = view.dropFirst() }
    while let last = view.last, last == 0x20 || (0x09...0x0D).contains(last) { view = view.dropLast() }
    return String(Substring(view))
  }

  /// The text on one line, words one space apart.
  var singleLine: String {
    var previous = true
    var plain = true
    for byte in utf8 {
      let blank = byte == 0x20 || (0x09...0x0D).contains(byte)
      if blank, previous || byte != 0x20 {
        plain = false
        break
      }
      previous = blank
    }
    if plain, !previous { return String(self) }
    return split(whereSeparator: { $0.isWhitespace }).joined(separator: " ")
  }

  /// The letters and digits in lower case, for comparing names of columns and states.
  var nameKey: String { String(lowercased().filter { $0.isLetter || $0.isNumber || $0 == "#" }) }
}
