/// A header field.
package struct HTTPField: Hashable, Sendable {
  /// Its name.
  package var name: String
  /// Its value.
  package var value: String

  /// A field.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
