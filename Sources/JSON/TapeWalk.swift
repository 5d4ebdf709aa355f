/// Reads values off simdjson's tape (simdjson doc/tape.md): 64-bit entries, the kind in the upper eight bits, the rest payload. Depth was limited by the
/// parser, so the recursion is too.
struct TapeWalk {
  private let tape: UnsafePointer<UInt64>
  private let strings: UnsafePointer<UInt8>
  private var position = 1

  init(tape: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>) {
    self.tape = tape
    self.strings = strings
  }

  mutating func value() -> JSONValue {
    let entry = tape[position]
    position += 1
    switch UInt8(entry >> 56) {
    case UInt8(ascii: "t"): return .bool(true)
    case UInt8(ascii: "f"): return .bool(false)
    case UInt8(ascii: "l"): return .integer(Int64(bitPattern: number()))
    case UInt8(ascii: "u"):
      let bits = number()
      return Int64(exactly: bits).map(JSONValue.integer) ?? .double(Double(bits))
    case UInt8(ascii: "d"): return .double(Double(bitPattern: number()))
    case UInt8(ascii: "\""): return .string(string(entry))
    case UInt8(ascii: "["): return array(entry)
    case UInt8(ascii: "{"): return object(entry)
    default: return .null
    }
  }

  /// The bits of a number, which are in an entry of their own.
  private mutating func number() -> UInt64 {
    defer { position += 1 }
    return tape[position]
  }

  private func string(_ entry: UInt64) -> String {
    let start = strings + Int(entry & 0x00ff_ffff_ffff_ffff)
    let length = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
    return String(decoding: UnsafeBufferPointer(start: start + 4, count: Int(length)), as: UTF8.self)
  }

  /// The index after a container, in the low 32 bits of its first entry.
  private func end(_ entry: UInt64) -> Int { Int(entry & 0xffff_ffff) - 1 }

  private mutating func array(_ entry: UInt64) -> JSONValue {
    let end = end(entry)
    var values: [JSONValue] = []
    values.reserveCapacity(Int(entry >> 32 & 0xff_ffff))
    while position < end { values.append(value()) }
    position = end + 1
    return .array(values)
  }

  private mutating func object(_ entry: UInt64) -> JSONValue {
    let end = end(entry)
    var object = JSONObject()
    while position < end {
      let key = string(tape[position])
      position += 1
      object.append(key, value())
    }
    position = end + 1
    return .object(object)
  }
}
