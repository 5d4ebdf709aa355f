/// A small text file of lines `key value`, values percent-encoded where needed. Pure.
struct Record: Hashable {
  var values: [String: String] = [:]

  init(_ values: [String: String]) { self.values = values }

  /// Reads the lines; what is no line of this form is skipped.
  init(bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { continue }
      values[String(decoding: line[..<space], as: UTF8.self)] = Record.decoded(line[(space + 1)...])
    }
  }

  /// The file's bytes, sorted by key.
  var bytes: [UInt8] {
    var text: [UInt8] = []
    for (key, value) in values.sorted(by: { $0.key < $1.key }) {
      text += key.utf8
      text.append(UInt8(ascii: " "))
      text += Record.encoded(value)
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }

  subscript(key: String) -> String? {
    get { values[key] }
    set { values[key] = newValue }
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  private static func encoded(_ value: String) -> [UInt8] {
    value.utf8.flatMap { byte -> [UInt8] in
      byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "%")
        ? [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]] : [byte]
    }
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        result.append(value)
        rest = rest.dropFirst(2)
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
