/// Lines of JSON as bytes come in, in pieces of any size: one value a line, blank lines skipped. Pure; holds at most one unfinished line.
package struct JSONLines: Sendable {
  /// One line that was not blank.
  package struct Line: Hashable, Sendable {
    /// Its number from 1, blank lines counted.
    package var number: Int
    /// Its bytes without the line end.
    package var bytes: [UInt8]
    /// The value, or what is wrong with it.
    package var value: Result<JSONValue, JSONError>
  }

  private var rest: [UInt8] = []
  private var number = 0

  /// Nothing read yet.
  package init() {}

  /// The lines that these bytes complete, in order.
  package mutating func append(_ bytes: some Sequence<UInt8>) -> [Line] {
    var lines: [Line] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        if let line = take() { lines.append(line) }
      } else {
        rest.append(byte)
      }
    }
    return lines
  }

  /// The last line, if it had no line end.
  package mutating func finish() -> Line? { rest.isEmpty ? nil : take() }

  /// All lines of a whole file.
  package static func parse(_ bytes: [UInt8]) -> [Line] {
    var reader = JSONLines()
    let lines = reader.append(bytes)
    return lines + (reader.finish().map { [$0] } ?? [])
  }

  /// Values as lines, each with its line end.
  package static func serialized(_ values: [JSONValue]) -> String {
    var bytes: [UInt8] = []
    for value in values {
      value.appendBytes(to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func take() -> Line? {
    number += 1
    if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
    defer { rest = [] }
    guard rest.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) else { return nil }
    let bytes = rest
    do throws(JSONError) {
      return Line(number: number, bytes: bytes, value: .success(try JSONValue.parse(bytes)))
    } catch {
      return Line(number: number, bytes: bytes, value: .failure(error))
    }
  }
}
