package import JSON

extension JSONValue {
  /// The object with one more member, or with another value of it; anything but an object stays as it is.
  package func with(_ key: String, _ value: JSONValue) -> JSONValue {
    guard case .object(var object) = self else { return self }
    object[key] = value
    return .object(object)
  }
}
