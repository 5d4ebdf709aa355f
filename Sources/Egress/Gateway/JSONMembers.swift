import JSON

/// Finds members of a JSON object by their names without building anything of the rest, so that a hostile text costs no more memory than it has bytes. What it finds in a
/// text that is no JSON means nothing; whoever is sent that refuses it.
struct JSONMembers {
  /// A member: its name and the bytes of its value.
  typealias Member = (name: String, value: ArraySlice<UInt8>)

  /// Bytes of a name or a wanted value at most; longer ones are passed over.
  private static let limit = 256 * 1024
  private static let memberLimit = 1000

  private let bytes: [UInt8]
  private let wanted: Set<String>
  private var members: [Member] = []
  private var depth = 0
  /// Where the name or the value at hand begins; nil: neither has begun.
  private var start: Int?
  private var name: String?

  /// Every member of the outermost object that has one of these names, in order; of several with one name all.
  static func find(_ wanted: Set<String>, in bytes: [UInt8]) -> [Member] {
    var scan = JSONMembers(bytes, wanted)
    scan.run()
    return scan.members
  }

  private init(_ bytes: [UInt8], _ wanted: Set<String>) {
    self.bytes = bytes
    self.wanted = wanted
  }

  private mutating func run() {
    var index = 0
    while index < bytes.count, members.count < Self.memberLimit {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        begin(index)
        index = endOfString(index)
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        begin(index)
        depth += 1
        if depth == 1 { start = nil }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 1 { endValue(index) }
        depth -= 1
      case UInt8(ascii: ",") where depth == 1: endValue(index)
      case UInt8(ascii: ":") where depth == 1: endName(index)
      case 0x20, 0x09, 0x0a, 0x0d: break
      default: begin(index)
      }
      index += 1
    }
  }

  private mutating func begin(_ index: Int) {
    if depth == 1, start == nil { start = index }
  }

  /// The place behind a string that begins here.
  private func endOfString(_ first: Int) -> Int {
    var index = first + 1
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\"") { return index + 1 }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index
  }

  private mutating func endName(_ index: Int) {
    guard name == nil, let first = start else { return }
    let found = bytes[first..<index]
    start = nil
    name = found.count > Self.limit ? "" : (try? JSONValue.parse([0x5b] + found + [0x5d]))?[0]?.string ?? ""
  }

  private mutating func endValue(_ index: Int) {
    defer { (start, name) = (nil, nil) }
    guard let name, let first = start, wanted.contains(name), index - first <= Self.limit else { return }
    members.append((name, bytes[first..<index]))
  }
}
