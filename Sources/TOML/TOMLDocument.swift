internal import CToml

/// A TOML 1.0 document (https://toml.io/en/v1.0.0) with the place of every value, for messages that name line and column.
package struct TOMLDocument: Hashable, Sendable {
  /// The document's table.
  package let root: TOMLValue

  /// The value under a key of the document's table.
  package subscript(key: String) -> TOMLValue? { root[key] }

  /// Reads a document.
  /// - Throws: where and why it is not TOML.
  package static func parse(_ text: String) throws(TOMLError) -> TOMLDocument {
    var text = text
    let pointer: OpaquePointer? = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { ctoml_parse($0.baseAddress, $0.count) }
    }
    guard let document = pointer else { throw TOMLError(message: "the text could not be read: no memory", line: 0, column: 0) }
    defer { ctoml_free(document) }
    var length = 0
    var line: UInt32 = 0
    var column: UInt32 = 0
    if let message = ctoml_error(document, &length, &line, &column) {
      throw TOMLError(message: string(message, length), line: Int(line), column: Int(column))
    }
    let values = (0..<ctoml_count(document)).map { ctoml_get(document, $0) }
    var children = [[Int]](repeating: [], count: values.count)
    for (position, value) in values.enumerated() where value.parent >= 0 { children[Int(value.parent)].append(position) }
    guard let root = values.first else { throw TOMLError(message: "the text could not be read", line: 0, column: 0) }
    return TOMLDocument(root: self.value(root, at: 0, values, children))
  }

  private static func value(_ value: ctoml_value, at position: Int, _ all: [ctoml_value], _ children: [[Int]]) -> TOMLValue {
    let kind: TOMLValue.Kind
    switch Int(value.kind) {
    case CTOML_STRING: kind = .string(string(value.text, value.text_length))
    case CTOML_INTEGER: kind = .integer(Int(value.integer))
    case CTOML_DOUBLE: kind = .double(value.number)
    case CTOML_BOOLEAN: kind = .boolean(value.integer != 0)
    case CTOML_DATE: kind = .date(string(value.text, value.text_length))
    case CTOML_ARRAY: kind = .array(children[position].map { self.value(all[$0], at: $0, all, children) })
    default:
      let entries = children[position].map { child in
        let found = all[child]
        return TOMLEntry(
          key: string(found.key, found.key_length), line: Int(found.key_line), column: Int(found.key_column),
          value: self.value(found, at: child, all, children))
      }
      kind = .table(entries.sorted { ($0.line, $0.column, $0.key) < ($1.line, $1.column, $1.key) })
    }
    return TOMLValue(kind: kind, line: Int(value.line), column: Int(value.column))
  }

  private static func string(_ pointer: UnsafePointer<CChar>?, _ length: Int) -> String {
    guard let pointer else { return "" }
    return String(decoding: UnsafeRawBufferPointer(start: pointer, count: length), as: UTF8.self)
  }
}
