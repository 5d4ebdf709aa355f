/// Names that git refuses to put into a tree, or that would be dangerous where it is checked out (git's verify_path, protectHFS and
/// protectNTFS; somewhat stricter). Pure.
enum PathSafety {
  /// Whether the name is `.git`, or is taken for it by some file system.
  static func isRepositoryName(_ name: [UInt8]) -> Bool {
    let plain = folded(name)
    for stem in [".git", "git~1"] where plain.starts(with: stem.utf8) {
      let rest = plain.dropFirst(stem.utf8.count)
      guard let first = rest.first else { return true }
      if first == UInt8(ascii: ":") || first == UInt8(ascii: "\\") { return true }
      if rest.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }) { return true }
    }
    return false
  }

  /// Whether git takes the name; a link may further not be one of git's own files.
  static func isAcceptable(_ name: [UInt8], isLink: Bool) -> Bool {
    if isRepositoryName(name) || name.contains(UInt8(ascii: "\\")) { return false }
    if isLink {
      let plain = folded(name)
      for stem in [".gitmodules", "gitmod~", "gi7eba~"] where plain.starts(with: stem.utf8) { return false }
    }
    return true
  }

  /// Lower case, without anything that is not ASCII.
  private static func folded(_ name: [UInt8]) -> [UInt8] {
    name.compactMap { $0 >= 0x80 ? nil : (65...90).contains($0) ? $0 + 32 : $0 }
  }
}
