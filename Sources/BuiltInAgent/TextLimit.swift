/// How much of a text goes where, in UTF-8 bytes.
enum TextLimit {
  /// A tool's result, as the model reads it.
  static let result = 48 << 10
  /// A tool's result, as the client shows it.
  static let shown = 64 << 10
  /// One side of a diff for the client.
  static let diff = 256 << 10
  /// The repository's notes in the instructions.
  static let notes = 32 << 10
  /// A title.
  static let title = 160
}

extension String {
  /// The longest beginning of at most so many bytes that ends between scalars.
  func beginning(bytes limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var index = utf8.index(startIndex, offsetBy: limit)
    while index > startIndex, utf8[index] & 0xc0 == 0x80 { index = utf8.index(before: index) }
    return String(self[..<index])
  }

  /// The longest end of at most so many bytes that begins between scalars.
  func ending(bytes limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var index = utf8.index(endIndex, offsetBy: -limit)
    while index < endIndex, utf8[index] & 0xc0 == 0x80 { index = utf8.index(after: index) }
    return String(self[index...])
  }

  /// At most so many bytes: the beginning, with a note of what was left out.
  func truncated(to limit: Int) -> String {
    utf8.count <= limit ? self : beginning(bytes: limit) + "\n[truncated: \(utf8.count) bytes in all]"
  }

  /// At most so many bytes: beginning and end, with a note of what was left out between.
  func truncatedInside(to limit: Int) -> String {
    guard utf8.count > limit else { return self }
    let left = utf8.count - limit
    return beginning(bytes: limit / 3) + "\n[truncated: \(left) bytes left out]\n" + ending(bytes: limit - limit / 3)
  }

  /// One line of at most so many bytes.
  func line(limit: Int = TextLimit.title) -> String {
    let first = split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }.map(String.init) ?? ""
    let line = first.split(separator: " ").joined(separator: " ")
    return line.utf8.count > limit ? line.beginning(bytes: limit) + "…" : line
  }
}
