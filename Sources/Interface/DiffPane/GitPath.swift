/// Paths as git writes them in diff headers: in double quotes with C escapes and octal bytes when they hold anything unusual (git-config,
/// `core.quotePath`), with `a/` or `b/` before them.
enum GitPath {
  /// Takes the quotes and escapes away; a text without quotes comes back as it is.
  static func unquoted(_ bytes: some Collection<UInt8>) -> String {
    guard bytes.first == 0x22 else { return String(decoding: bytes, as: UTF8.self) }
    var result: [UInt8] = []
    var iterator = bytes.dropFirst().makeIterator()
    while let byte = iterator.next(), byte != 0x22 {
      guard byte == 0x5C else {
        result.append(byte)
        continue
      }
      guard let escaped = iterator.next() else { break }
      switch escaped {
      case 0x30...0x37:
        var value = Int(escaped - 0x30)
        for _ in 0..<2 {
          guard let digit = iterator.next(), (0x30...0x37).contains(digit) else { break }
          value = value * 8 + Int(digit - 0x30)
        }
        result.append(UInt8(truncatingIfNeeded: value))
      case 0x61: result.append(7)
      case 0x62: result.append(8)
      case 0x74: result.append(9)
      case 0x6E: result.append(10)
      case 0x76: result.append(11)
      case 0x66: result.append(12)
      case 0x72: result.append(13)
      default: result.append(escaped)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The path behind `--- ` or `+++ `: unquoted, without the prefix; nil for `/dev/null`. git writes a tab behind paths with spaces.
  static func side(_ bytes: some Collection<UInt8>) -> String? {
    let path = unquoted(bytes.first == 0x22 ? Array(bytes) : Array(bytes.prefix { $0 != 0x09 && $0 != 0x0D }))
    if path == "/dev/null" { return nil }
    return withoutPrefix(path)
  }

  /// The path in `diff --git a/x b/x`, when both sides are the same; nil when that cannot be known (renames say it in lines of their own).
  static func header(_ bytes: some Collection<UInt8>) -> String? {
    let all = Array(bytes)
    if all.first == 0x22 {
      return withoutPrefix(unquoted(all))
    }
    guard all.count % 2 == 1, all[all.count / 2] == 0x20 else { return nil }
    let left = withoutPrefix(String(decoding: all[..<(all.count / 2)], as: UTF8.self))
    let right = withoutPrefix(String(decoding: all[(all.count / 2 + 1)...], as: UTF8.self))
    return left == right ? right : nil
  }

  private static func withoutPrefix(_ path: String) -> String {
    let bytes = path.utf8
    guard bytes.count > 2, bytes.dropFirst().first == 0x2F, bytes.first == 0x61 || bytes.first == 0x62 else { return path }
    return String(path.dropFirst(2))
  }
}
