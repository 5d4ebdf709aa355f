/// How much of a text an event carries, in UTF-8 bytes. The whole is in the task's protocol log.
enum TextLimit {
  /// Output of one tool call, or its input.
  static let output = 256 << 10
  /// Details of a request, a plan.
  static let detail = 64 << 10
  /// A line of the protocol that is not known.
  static let raw = 64 << 10
  /// A line of standard error.
  static let errorLine = 8 << 10
  /// A title.
  static let title = 200
}

extension String {
  /// At most so many bytes, cut between characters, with a remark when something was cut.
  func capped(at limit: Int) -> String {
    guard utf8.count > limit else { return self }
    return prefix(bytes: limit) + "\n[cut: \(utf8.count) bytes in all]"
  }

  /// The longest prefix of at most so many bytes that ends between scalars.
  func prefix(bytes limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var index = utf8.index(startIndex, offsetBy: limit)
    while index > startIndex, utf8[index] & 0xc0 == 0x80 { index = utf8.index(before: index) }
    return String(self[..<index])
  }

  /// The first line that is not blank, shortened to so many bytes with "…".
  func firstLine(limit: Int) -> String {
    let line = split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }.map(String.init) ?? ""
    return line.utf8.count > limit ? line.prefix(bytes: limit) + "…" : line
  }

  /// In one line: control characters and line ends become blanks, for failures' texts.
  var inOneLine: String {
    guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
    var line = String.UnicodeScalarView()
    for scalar in unicodeScalars { line.append(scalar.properties.generalCategory == .control ? " " : scalar) }
    return String(line)
  }

  /// The path as seen from a directory, when it lies in it.
  func relative(to directory: String) -> String {
    !directory.isEmpty && hasPrefix(directory + "/") ? String(dropFirst(directory.count + 1)) : self
  }
}
