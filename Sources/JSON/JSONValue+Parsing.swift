import CSimdJSON

extension JSONValue {
  /// Reads one JSON document (RFC 8259) of any size. Integers beyond 64 bits become doubles, half surrogate pairs U+FFFD.
  /// - Throws: `JSONError` saying what is wrong with the bytes.
  package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    var code: Int32 = 0
    let document = bytes.withUnsafeBufferPointer { carrel_json_parse($0.baseAddress, $0.count, maximumDepth, &code) }
    guard let document else { throw error(code) }
    defer { carrel_json_free(document) }
    guard let tape = carrel_json_tape(document), let strings = carrel_json_strings(document) else { throw .tooLarge }
    var walk = TapeWalk(tape: tape, strings: strings)
    return walk.value()
  }

  /// Reads one JSON document from text.
  /// - Throws: `JSONError` saying what is wrong with the text.
  package static func parse(_ text: String) throws(JSONError) -> JSONValue { try parse(Array(text.utf8)) }

  private static func error(_ code: Int32) -> JSONError {
    switch Int(code) {
    case Int(CARREL_JSON_EMPTY): .empty
    case Int(CARREL_JSON_UTF8): .badUTF8
    case Int(CARREL_JSON_DEPTH): .tooDeep
    case Int(CARREL_JSON_NUMBER): .badNumber
    case Int(CARREL_JSON_STRING): .badString
    case Int(CARREL_JSON_MEMORY): .tooLarge
    default: .syntax
    }
  }
}
