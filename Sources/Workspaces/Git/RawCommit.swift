/// A commit as git stores it (git's Documentation/user-manual, "Commit object"): lines of its head, an empty line, the message.
struct RawCommit: Hashable, Sendable {
  /// The head's lines, without a signature: that is of the old bytes.
  var head: [UInt8]
  /// The message.
  var message: [UInt8]

  /// Reads `git cat-file commit`; nil when it is none.
  init?(_ bytes: [UInt8]) {
    var lines: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    var isInSignature = false
    while let end = rest.firstIndex(of: 10) {
      let line = rest[..<end]
      rest = rest[(end + 1)...]
      if line.isEmpty {
        guard lines.first?.starts(with: Array("tree ".utf8)) == true else { return nil }
        head = lines.flatMap { Array($0) + [10] }
        message = Array(rest)
        return
      }
      if line.first == 32, isInSignature { continue }
      isInSignature = line.starts(with: Array("gpgsig".utf8))
      if !isInSignature { lines.append(line) }
    }
    return nil
  }

  /// The bytes of the object.
  var bytes: [UInt8] { head + [10] + message }

  /// The same with another message; one that the change leaves empty says `Change`.
  func reworded(_ change: (String) -> String) -> RawCommit {
    var copy = self
    let text = change(String(decoding: message, as: UTF8.self))
    copy.message = Array((text.isEmpty ? "Change\n" : text).utf8)
    return copy
  }
}
