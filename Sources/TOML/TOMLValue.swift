/// A value of a TOML document with its place.
package struct TOMLValue: Hashable, Sendable {
  /// What it is.
  package indirect enum Kind: Hashable, Sendable {
    case string(String)
    case integer(Int)
    case double(Double)
    case boolean(Bool)
    /// A date, a time or both, as TOML writes it.
    case date(String)
    case array([TOMLValue])
    /// In the order of the text.
    case table([TOMLEntry])
  }

  /// What it is.
  package let kind: Kind
  /// From 1; 0 when it is not known (tables that only dotted keys made).
  package let line: Int
  /// From 1, in characters; 0 when it is not known.
  package let column: Int

  /// A value.
  package init(kind: Kind, line: Int, column: Int) {
    self.kind = kind
    self.line = line
    self.column = column
  }

  /// The string, if it is one.
  package var string: String? { if case .string(let value) = kind { value } else { nil } }
  /// The integer, if it is one.
  package var integer: Int? { if case .integer(let value) = kind { value } else { nil } }
  /// The number, if it is one; integers count.
  package var double: Double? {
    switch kind {
    case .double(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }
  /// The truth value, if it is one.
  package var boolean: Bool? { if case .boolean(let value) = kind { value } else { nil } }
  /// The elements, if it is an array.
  package var array: [TOMLValue]? { if case .array(let value) = kind { value } else { nil } }
  /// The entries, if it is a table, in the order of the text.
  package var table: [TOMLEntry]? { if case .table(let value) = kind { value } else { nil } }

  /// The value under that key; nil when there is none or this is no table.
  package subscript(key: String) -> TOMLValue? { table?.first { $0.key == key }?.value }

  /// The kind in words, for messages: "a string", "an integer", …
  package var kindName: String {
    switch kind {
    case .string: "a string"
    case .integer: "an integer"
    case .double: "a number"
    case .boolean: "true or false"
    case .date: "a date"
    case .array: "a list"
    case .table: "a table"
    }
  }
}
