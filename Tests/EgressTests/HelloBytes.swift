/// A ClientHello as programs send it, with what a test wants changed.
struct HelloBytes {
  var names: [String] = []
  var kind: UInt8 = 0
  var further: [(UInt16, [UInt8])] = []
  /// How many bytes of the message lie in each record.
  var pieces = 16384
  var padding = 0

  init(_ names: String...) { self.names = names }

  func with(_ change: (inout HelloBytes) -> Void) -> HelloBytes {
    var copy = self
    change(&copy)
    return copy
  }

  private static func two(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)] }

  /// The message without its records.
  var message: [UInt8] {
    var extensions: [UInt8] = [0, 43, 0, 3, 2, 3, 4]
    for name in names {
      let entry = [kind] + Self.two(name.utf8.count) + Array(name.utf8)
      let value = Self.two(entry.count) + entry
      extensions += [0, 0] + Self.two(value.count) + value
    }
    for (number, value) in further { extensions += Self.two(Int(number)) + Self.two(value.count) + value }
    if padding > 0 { extensions += [0, 21] + Self.two(padding) + [UInt8](repeating: 0, count: padding) }
    let body =
      [3, 3] + [UInt8](repeating: 7, count: 32) + [32] + [UInt8](repeating: 9, count: 32) + [0, 2, 0x13, 0x01] + [1, 0]
      + Self.two(extensions.count) + extensions
    return [1, 0] + Self.two(body.count) + body
  }

  /// The bytes on the wire.
  var bytes: [UInt8] {
    var rest = message[...]
    var result: [UInt8] = []
    while !rest.isEmpty {
      let piece = rest.prefix(pieces)
      result += [22, 3, 1] + Self.two(piece.count) + piece
      rest = rest.dropFirst(piece.count)
    }
    return result
  }
}
