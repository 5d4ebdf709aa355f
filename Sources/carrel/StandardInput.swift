import Glibc

/// Standard input, read whole.
enum StandardInput {
  /// Its bytes, up to a limit.
  static func read(limit: Int) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while all.count < limit {
      let count = Glibc.read(0, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { break }
      all += buffer[..<count]
    }
    return all
  }
}
