import Glibc

extension JSONValue {
  /// The string, if it is one.
  package var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The number as an integer, if it is one (also `3.0`) and fits.
  package var int: Int? {
    switch self {
    case .integer(let value): Int(exactly: value)
    case .double(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The number, if it is one.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .double(let value): value
    default: nil
    }
  }

  /// The truth value, if it is one.
  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The elements, if it is an array.
  package var array: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The object, if it is one.
  package var object: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// Whether it is `null`.
  package var isNull: Bool { self == .null }

  /// The value of a key, if this is an object that has it.
  package subscript(key: String) -> JSONValue? { object?[key] }

  /// An element, if this is an array that has it.
  package subscript(index: Int) -> JSONValue? {
    guard case .array(let values) = self, values.indices.contains(index) else { return nil }
    return values[index]
  }
}
