/// The name of a key as the operator wrote it.
package struct KeyWord: Hashable, Sendable {
  /// The name, such as `Ctrl-P`; `none` alone takes all keys away.
  package var name: String
  /// Where it stands; nil: nowhere in a file.
  package var place: FilePlace?

  /// A name.
  package init(_ name: String, place: FilePlace? = nil) {
    self.name = name
    self.place = place
  }
}
