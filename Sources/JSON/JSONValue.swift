/// A JSON value. Equality of objects regards the order of keys; integers and doubles are different values.
package enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number without fraction and exponent that fits in 64 bits with sign.
  case integer(Int64)
  /// Any other number.
  case double(Double)
  /// A string; half surrogate pairs in the source are U+FFFD here.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object, in the order of the source.
  case object(JSONObject)

  /// Arrays and objects may nest so deep.
  package static let maximumDepth = 200
}
