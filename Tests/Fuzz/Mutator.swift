import TestSupport

/// Makes inputs: takes one of the corpus, or a few joined, and changes it a few times in ways that keep most of its structure.
struct Mutator {
  let corpus: [[UInt8]]
  let words: [[UInt8]]
  /// The longest input, in bytes.
  static let limit = 16_384

  init(_ target: some FuzzTarget) {
    corpus = target.corpus.map { Array($0.utf8) }
    words = target.words.map { Array($0.utf8) }
  }

  func input(_ random: inout SeededGenerator) -> [UInt8] {
    var bytes = corpus.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 0...8, using: &random) { change(&bytes, &random) }
    return Array(bytes.prefix(Self.limit))
  }

  private func change(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    let end = min(bytes.count, place + Int.random(in: 0...(Bool.random(using: &random) ? 8 : 400), using: &random))
    switch Int.random(in: 0..<12, using: &random) {
    case 0: bytes.removeSubrange(place..<end)
    case 1: bytes.insert(contentsOf: Array(bytes[place..<end]), at: Int.random(in: 0...bytes.count, using: &random))
    case 2: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
    case 3: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random) }
    case 4, 5, 6: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [], at: place)
    case 7:
      // Many of the same.
      let word = words.randomElement(using: &random) ?? [0x20]
      let count = Int.random(in: 1...(Bool.random(using: &random) ? 20 : 2000), using: &random)
      for _ in 0..<count where bytes.count < Self.limit { bytes.insert(contentsOf: word, at: min(place, bytes.count)) }
    case 8:
      let other = corpus.randomElement(using: &random) ?? []
      bytes.insert(contentsOf: other, at: place)
    case 9: number(&bytes, near: place, &random)
    case 10: bytes.removeSubrange(place...)
    default:
      let scalars: [Unicode.Scalar] = [
        "\u{301}", "日", "\u{1F469}", "\u{200D}", "\u{202E}", "\u{FE0F}", "\u{9B}", "\u{0}", "é", "\u{1160}", "\r",
      ]
      bytes.insert(contentsOf: Array(String(Character(scalars.randomElement(using: &random) ?? " ")).utf8), at: place)
    }
  }

  /// The next number becomes one at an edge.
  private func number(_ bytes: inout [UInt8], near place: Int, _ random: inout SeededGenerator) {
    guard let start = bytes[place...].firstIndex(where: { (0x30...0x39).contains($0) }) else { return }
    let end = bytes[start...].firstIndex { !(0x30...0x39).contains($0) } ?? bytes.count
    let edges = ["0", "1", "-1", "4294967296", "9223372036854775807", "9223372036854775808", "99999999999999999999999", "00000000000007"]
    bytes.replaceSubrange(start..<end, with: Array((edges.randomElement(using: &random) ?? "0").utf8))
  }
}
