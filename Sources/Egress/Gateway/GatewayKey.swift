import Glibc

/// The dummy that an agent holds in place of a key: 256 random bits in the shape of the real one, recognisable by the word "carrel". It opens this task's gateway
/// and nothing else.
package enum GatewayKey {
  private static let shapes = ["sk-ant-api03-", "sk-ant-oat01-", "sk-ant-", "sk-proj-", "sk-or-v1-", "sk-", "AIza", "gsk_", "xai-"]

  /// A new one in the shape of a real key.
  package static func dummy(like real: String) -> String {
    let shape = shapes.first { real.hasPrefix($0) } ?? ""
    return shape + "carrel-" + word(bits: 256)
  }

  private static func word(bits: Int) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var generator = SystemRandomNumberGenerator()
    return String((0..<(bits + 5) / 6).map { _ in letters[Int(generator.next() & 63)] })
  }

  /// Whether two are the same; how long that takes tells only the length of the first.
  static func isSame(_ offered: String, _ dummy: String) -> Bool {
    let (first, second) = (Array(offered.utf8), Array(dummy.utf8))
    guard !second.isEmpty else { return false }
    var difference = first.count ^ second.count
    for (index, byte) in first.enumerated() { difference |= Int(byte ^ second[index % second.count]) }
    return difference == 0
  }
}
