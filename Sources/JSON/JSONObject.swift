/// The members of a JSON object in their order. Keys are looked up from the end, so of equal keys in the source the last counts.
package struct JSONObject: Hashable, Sendable, Sequence {
  /// The keys, as in the source.
  package private(set) var keys: [String]
  /// The values, each at the index of its key.
  package private(set) var values: [JSONValue]

  /// An empty object.
  package init() {
    keys = []
    values = []
  }

  /// How many members there are.
  package var count: Int { keys.count }
  /// Whether there are none.
  package var isEmpty: Bool { keys.isEmpty }

  /// The value of a key; setting replaces or appends, setting nil removes.
  package subscript(key: String) -> JSONValue? {
    get { keys.lastIndex(of: key).map { values[$0] } }
    set {
      if let index = keys.lastIndex(of: key) {
        if let newValue {
          values[index] = newValue
        } else {
          keys.remove(at: index)
          values.remove(at: index)
        }
      } else if let newValue {
        append(key, newValue)
      }
    }
  }

  /// Appends a member without looking whether the key is there already.
  package mutating func append(_ key: String, _ value: JSONValue) {
    keys.append(key)
    values.append(value)
  }

  /// The members in order.
  package func makeIterator() -> Zip2Sequence<[String], [JSONValue]>.Iterator { zip(keys, values).makeIterator() }
}
