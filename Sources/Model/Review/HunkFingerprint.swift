/// What stands for a changed piece of a file wherever the same change comes again: what is removed and added, and where in the looser sense of its class, but
/// neither line numbers nor the lines around. Of ordinary files the whole path counts; of lock files their name, of generated code its ending, of a licence head
/// neither. Small pieces of ordinary code have none: a closing brace means something else in another place.
package struct HunkFingerprint: Hashable, Sendable {
  /// 32 hexadecimal digits.
  package let text: String

  /// What must be the same beside the lines.
  private enum Place {
    case path(String)
    case lock(String)
    case generated(String)
    case licence
  }

  /// Signs that are no white space which an ordinary piece must have at least.
  static let leastSigns = 24

  /// Of a piece; nil: it has too little that is its own.
  /// - Parameters:
  ///   - block: its change block.
  ///   - removed: its removed lines.
  ///   - added: its added lines.
  ///   - firstLines: the first lines of the new file, as far as the change shows them: generated code says so there.
  package init?(path: String, block: ChangeBlock, removed: [String], added: [String], firstLines: [String] = []) {
    var content = ContentDigest()
    switch Self.place(path, block, removed, added, firstLines) {
    case .path(let path):
      var signs = 0
      for line in removed + added {
        signs += line.unicodeScalars.count { !$0.properties.isWhitespace }
        if signs >= Self.leastSigns { break }
      }
      guard signs >= Self.leastSigns else { return nil }
      content.add("path \(path)".utf8)
    case .lock(let name): content.add("lock \(name)".utf8)
    case .generated(let ending): content.add("generated \(ending)".utf8)
    case .licence: content.add("licence".utf8)
    }
    content.add(CollectionOfOne<UInt8>(0))
    content.add(block.digest.utf8)
    text = content.text()
  }

  private static func place(_ path: String, _ block: ChangeBlock, _ removed: [String], _ added: [String], _ firstLines: [String]) -> Place {
    let name = path.split(separator: "/").last.map { String($0).lowercased() } ?? path
    if GeneratedFile.isLock(path: path) { return .lock(name) }
    if block.above <= 2, isLicence(removed, added) { return .licence }
    if GeneratedFile.reason(path: path, firstLines: firstLines) != nil {
      return .generated(name.split(separator: ".").dropFirst().joined(separator: "."))
    }
    return .path(path)
  }

  /// Whether all lines are plain comments or blank, and say what a licence head says. A comment that tools obey, and code behind the end of one, are none.
  private static func isLicence(_ removed: [String], _ added: [String]) -> Bool {
    let lines = removed + added
    guard !lines.isEmpty, lines.count <= 80 else { return false }
    var says = false
    for line in lines {
      guard line.utf8.count <= 300 else { return false }
      var text = line.drop { $0.isWhitespace }
      while text.last?.isWhitespace == true { text = text.dropLast() }
      if text.isEmpty { continue }
      guard isComment(text) else { return false }
      let lower = text.lowercased()
      if words.contains(where: lower.contains) { says = true }
    }
    return says
  }

  private static func isComment(_ text: Substring) -> Bool {
    for end in ["*/", "-->"] { if let place = text.firstRange(of: end), place.upperBound != text.endIndex { return false } }
    if orders.contains(where: text.contains) { return false }
    if text.hasPrefix("/*") || text.hasPrefix("*/") || text.hasPrefix("<!--") || text.hasPrefix("-->") { return true }
    // `#include`, `//go:generate`, `*p = 0` and `#!/bin/sh` have no blank there.
    for sign in ["//", "#", "*", "--", ";"] where text.hasPrefix(sign) {
      let rest = text.drop { sign.contains($0) }
      return rest.isEmpty || rest.first?.isWhitespace == true
    }
    return false
  }

  private static let orders = ["+build", "go:", "-*-", "eslint", "@ts-", "noqa", "swift-tools-version", "syntax=", "pragma", "vim:"]
  private static let words = ["copyright", "licence", "license", "spdx-", "all rights reserved"]
}
