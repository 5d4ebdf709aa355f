/// Finding bytes in bytes, where equality of texts would take what only looks alike for equal.
enum ByteSearch {
  /// Where `needle` stands, without overlaps; at most `limit` places.
  static func places(of needle: [UInt8], in hay: [UInt8], limit: Int = .max) -> [Int] {
    guard let first = needle.first, hay.count >= needle.count else { return [] }
    var places: [Int] = []
    var index = 0
    hay.withUnsafeBufferPointer { hay in
      needle.withUnsafeBufferPointer { needle in
        while index + needle.count <= hay.count, places.count < limit {
          if hay[index] == first, (1..<max(1, needle.count)).allSatisfy({ hay[index + $0] == needle[$0] }) {
            places.append(index)
            index += needle.count
          } else {
            index += 1
          }
        }
      }
    }
    return places
  }

  /// With every one of these places replaced.
  static func replacing(_ places: [Int], length: Int, in hay: [UInt8], with replacement: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(hay.count + places.count * max(0, replacement.count - length))
    var start = 0
    for place in places {
      result += hay[start..<place]
      result += replacement
      start = place + length
    }
    return result + hay[start...]
  }
}
