/// `null` has no literal: a `nil` that is meant as an absent value would silently become one.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A truth value.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  /// An integer.
  package init(integerLiteral value: Int64) { self = .integer(value) }
  /// A double.
  package init(floatLiteral value: Double) { self = .double(value) }
  /// A string.
  package init(stringLiteral value: String) { self = .string(value) }
  /// An array.
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// An object with the keys in this order; of equal keys the last counts.
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    var object = JSONObject()
    for (key, value) in elements { object[key] = value }
    self = .object(object)
  }

  /// A string, or `null`.
  package init(_ value: String?) { self = value.map(JSONValue.string) ?? .null }
  /// An integer, or `null`.
  package init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }
  /// A double, or `null`.
  package init(_ value: Double?) { self = value.map(JSONValue.double) ?? .null }
  /// A truth value, or `null`.
  package init(_ value: Bool?) { self = value.map(JSONValue.bool) ?? .null }
}
