/// A path inside a tree as git and the kernel have it: bytes without NUL, `/`-separated, relative.
struct TreePath: Hashable, Sendable, Comparable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }
  init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }
  init(_ text: String) { bytes = Array(text.utf8) }

  /// The path for people: bytes that are no UTF-8 become U+FFFD.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The last component.
  var name: ArraySlice<UInt8> {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return bytes[...] }
    return bytes[(slash + 1)...]
  }

  /// The directory that it is in; nil at the top.
  var parent: TreePath? {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    return TreePath(bytes[..<slash])
  }

  /// This path with a name behind it; the empty path is the top.
  func appending(_ name: [UInt8]) -> TreePath {
    bytes.isEmpty ? TreePath(name) : TreePath(bytes + [UInt8(ascii: "/")] + name)
  }

  /// Byte order, which is git's.
  static func < (left: TreePath, right: TreePath) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }

  /// An argument that selects exactly this path; where it is no UTF-8, each bad byte is a one-byte wildcard, since arguments are text.
  var pathspec: String {
    if let exact = String(validating: bytes, as: UTF8.self) { return ":(top,literal)\(exact)" }
    var pattern: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.first {
      let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      let piece = rest.prefix(length)
      if String(validating: piece, as: UTF8.self) != nil {
        if piece.count == 1, "*?[\\".utf8.contains(byte) { pattern.append(UInt8(ascii: "\\")) }
        pattern += piece
        rest = rest.dropFirst(length)
      } else {
        pattern.append(UInt8(ascii: "?"))
        rest = rest.dropFirst()
      }
    }
    return ":(top,glob)" + String(decoding: pattern, as: UTF8.self)
  }
}
