/// The directory name of a mirror: readable, and different for different sources (FNV-1a; a collision is found by the source file inside).
enum MirrorName {
  static func name(of source: String, number: Int) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in source.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var parts = source.split(whereSeparator: { $0 == "/" || $0 == ":" })
    if parts.last == ".git" { parts.removeLast() }
    let last = parts.last.map { $0.hasSuffix(".git") ? $0.dropLast(4) : $0 } ?? ""
    let readable = last.prefix(40).map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "_" }
    return "\(String(readable))-\(String(hash &+ UInt64(number), radix: 16)).git"
  }
}
