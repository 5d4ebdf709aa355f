/// A field of a secret in a key-value engine of version 2: `mount/path#field`, or `mount/path?version=3#field` for an older version.
package struct VaultReference: Hashable, Sendable, CustomStringConvertible {
  /// Where it lies, with the mount before it: at least two names with `/` between.
  package let path: [String]
  /// The version; nil: the present one.
  package let version: Int?
  /// Which of its fields.
  package let field: String

  /// Reads a reference; nil when it is none.
  package init?(_ text: String) {
    guard let hash = text.firstIndex(of: "#") else { return nil }
    field = String(text[text.index(after: hash)...])
    var place = text[..<hash]
    var version: Int?
    if let mark = place.firstIndex(of: "?") {
      let query = place[place.index(after: mark)...]
      guard query.hasPrefix("version="), let number = Int(query.dropFirst(8)), number > 0 else { return nil }
      version = number
      place = place[..<mark]
    }
    self.version = version
    path = place.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let names = path + [field]
    guard path.count >= 2, names.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }),
      !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f })
    else { return nil }
  }

  /// As it is written.
  package var description: String { "\(path.joined(separator: "/"))\(version.map { "?version=\($0)" } ?? "")#\(field)" }

  /// The path of the request that reads it (KV secrets engine version 2, API, "Read secret version"). `mount`: the engine's, when it has more than one name.
  func request(mount: String?) -> String {
    var mounted = 1
    if let names = mount?.split(separator: "/").map(String.init), !names.isEmpty, path.count > names.count, path.starts(with: names) {
      mounted = names.count
    }
    let words = (path[..<mounted] + ["data"] + path[mounted...]).map(Self.encoded)
    return words.joined(separator: "/") + (version.map { "?version=\($0)" } ?? "")
  }

  /// Percent-encoded, but for what a path segment may hold as it is (RFC 3986, 3.3).
  static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let bytes = text.utf8.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): [byte]
      default: "-_.~@:".utf8.contains(byte) ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
