/// A line of the configuration's `[keys]` tables as it is written: which command gets which keys. What the names mean is for the interface to say.
package struct KeyOverride: Hashable, Sendable {
  /// The command's name, with the table's name before it if it stands in one: `task.message`, `list.task.message`.
  package var name: String
  /// The keys; none: the command has no key any more.
  package var keys: [KeyWord]
  /// Where it stands; nil: nowhere in a file.
  package var place: FilePlace?

  /// A line.
  package init(_ name: String, keys: [KeyWord], place: FilePlace? = nil) {
    self.name = name
    self.keys = keys
    self.place = place
  }
}
