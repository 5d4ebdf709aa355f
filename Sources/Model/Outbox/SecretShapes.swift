/// Recognises secrets by their shape: what the issuers document, strictly enough that ordinary code is not meant. Pure; bounded work per byte.
package enum SecretShapes {
  /// The most findings that are kept.
  package static let most = 200

  private struct Shape {
    var prefix: [UInt8]
    /// How many characters have to follow at least.
    var least: Int
    var kind: String
    /// Whether a dot, dash and underscore belong to it.
    var isWide = true

    init(_ prefix: String, _ least: Int, _ kind: String, isWide: Bool = true) {
      self.prefix = Array(prefix.utf8)
      self.least = least
      self.kind = kind
      self.isWide = isWide
    }
  }

  private static let shapes = [
    Shape("ghp_", 36, "a GitHub token", isWide: false), Shape("gho_", 36, "a GitHub token", isWide: false),
    Shape("ghu_", 36, "a GitHub token", isWide: false), Shape("ghs_", 36, "a GitHub token", isWide: false),
    Shape("ghr_", 36, "a GitHub token", isWide: false), Shape("github_pat_", 22, "a GitHub token"),
    Shape("glpat-", 20, "a GitLab token"), Shape("gldt-", 20, "a GitLab token"), Shape("glrt-", 20, "a GitLab token"),
    Shape("AKIA", 16, "an AWS access key", isWide: false), Shape("ASIA", 16, "an AWS access key", isWide: false),
    Shape("xoxb-", 10, "a Slack token"), Shape("xoxp-", 10, "a Slack token"), Shape("xoxa-", 10, "a Slack token"),
    Shape("xoxr-", 10, "a Slack token"), Shape("xoxs-", 10, "a Slack token"), Shape("xapp-", 10, "a Slack token"),
    Shape("sk-ant-", 20, "an Anthropic key"), Shape("sk-proj-", 20, "an OpenAI key"), Shape("npm_", 36, "an npm token", isWide: false),
  ]

  /// What a line looks like it holds; nil: nothing.
  package static func kind(of line: some Collection<UInt8>) -> String? {
    let bytes = Array(line.prefix(64 << 10))
    if let kind = key(bytes) { return kind }
    var index = 0
    while index < bytes.count {
      // Only where a word begins: the rest of a word is no prefix.
      if index > 0, isWord(bytes[index - 1]) {
        index += 1
        continue
      }
      if let kind = token(bytes, index) ?? webToken(bytes, index) { return kind }
      index += 1
    }
    return nil
  }

  /// The head of a private key in PEM form.
  private static func key(_ bytes: [UInt8]) -> String? {
    let (head, tail) = (Array("-----BEGIN ".utf8), Array("PRIVATE KEY".utf8))
    for index in bytes.indices where bytes[index] == 0x2D && bytes[index...].starts(with: head) {
      // `-----BEGIN OPENSSH PRIVATE KEY-----`: at most two words stand between.
      for place in (index + head.count)..<min(bytes.count, index + head.count + 24) where bytes[place...].starts(with: tail) {
        return "a private key"
      }
    }
    return nil
  }

  private static func token(_ bytes: [UInt8], _ index: Int) -> String? {
    for shape in shapes where bytes[index] == shape.prefix[0] {
      guard bytes[index...].starts(with: shape.prefix) else { continue }
      var end = index + shape.prefix.count
      let start = end
      while end < bytes.count, isLetter(bytes[end]) || shape.isWide && (bytes[end] == 0x2D || bytes[end] == 0x5F) { end += 1 }
      let body = bytes[start..<end]
      // Access keys have capitals and digits only, and end there.
      if shape.prefix.count == 4, shape.prefix.last == 0x41 {
        if body.count == 16, body.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }) { return shape.kind }
        continue
      }
      // A row of one letter is a placeholder.
      if body.count >= shape.least, Set(body).count > 4 { return shape.kind }
    }
    return nil
  }

  /// `eyJ….eyJ….…`: header and claims of a JSON web token, and its signature.
  private static func webToken(_ bytes: [UInt8], _ index: Int) -> String? {
    guard bytes[index...].starts(with: Array("eyJ".utf8)) else { return nil }
    var end = index
    while end < bytes.count, isWord(bytes[end]) || bytes[end] == 0x2E { end += 1 }
    let parts = bytes[index..<end].split(separator: 0x2E, omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0].count >= 10, parts[1].count >= 10, parts[1].starts(with: Array("eyJ".utf8)), parts[2].count >= 10
    else {
      return nil
    }
    return "a JSON web token"
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || byte == 0x2D || byte == 0x5F }

  /// Looks at the added lines of a unified diff as git prints it, and says where they stand in the new files.
  /// - Parameter isKnown: whether a line has a secret in it that is known by its value.
  package static func findings(inDiff diff: [UInt8], isKnown: (ArraySlice<UInt8>) -> Bool = { _ in false }) -> [SecretFinding] {
    var found: [SecretFinding] = []
    var path = ""
    var line = 0
    var left = (old: 0, new: 0)
    for row in diff.split(separator: 10, omittingEmptySubsequences: false) {
      if found.count >= most { break }
      if left.old > 0 || left.new > 0 {
        switch row.first {
        case UInt8(ascii: "+"):
          let text = row.dropFirst()
          if let kind = isKnown(text) ? "a secret that Carrel was given" : kind(of: text) {
            found.append(SecretFinding(place: path, line: line, kind: kind))
          }
          line += 1
          left.new -= 1
        case UInt8(ascii: "-"): left.old -= 1
        case UInt8(ascii: "\\"): break
        default:
          line += 1
          left = (left.old - 1, left.new - 1)
        }
        continue
      }
      if row.starts(with: Array("+++ ".utf8)) {
        let name = String(decoding: row.dropFirst(4), as: UTF8.self)
        path = name.hasPrefix("b/") ? String(name.dropFirst(2)) : name
      } else if row.starts(with: Array("@@ -".utf8)) {
        guard let ranges = ranges(String(decoding: row.prefix(200), as: UTF8.self)) else { continue }
        line = ranges.start
        left = (ranges.old, ranges.new)
      }
    }
    return found
  }

  /// `@@ -1,2 +3,4 @@`.
  private static func ranges(_ head: String) -> (old: Int, start: Int, new: Int)? {
    let words = head.split(separator: " ")
    guard words.count >= 3, words[1].first == "-", words[2].first == "+" else { return nil }
    func pair(_ word: Substring) -> (Int, Int)? {
      let parts = word.dropFirst().split(separator: ",")
      guard let first = parts.first.flatMap({ Int($0) }), let count = parts.count > 1 ? Int(parts[1]) : 1 else { return nil }
      return first >= 0 && count >= 0 ? (first, count) : nil
    }
    guard let old = pair(words[1]), let new = pair(words[2]) else { return nil }
    return (old.1, new.0, new.1)
  }

  /// Looks at a text that is published beside the change.
  package static func findings(in text: String, of place: String, isKnown: (ArraySlice<UInt8>) -> Bool = { _ in false }) -> [SecretFinding]
  {
    var found: [SecretFinding] = []
    for (index, line) in Array(text.utf8).split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      if found.count >= most { break }
      if let kind = isKnown(line) ? "a secret that Carrel was given" : kind(of: line) {
        found.append(SecretFinding(place: place, line: index + 1, kind: kind))
      }
    }
    return found
  }
}
