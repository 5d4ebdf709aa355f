package import Screen

/// One row of a context's table: a command, its keys, and what it says in help and on the bottom line.
package struct KeyBinding: Hashable, Sendable {
  /// Where the keys work.
  package var context: KeyContext
  /// What they do.
  package var command: Command
  /// The keys, the first one shown in short places; empty: only in the palette.
  package var keys: [Key]
  /// What it does, a short sentence without a full stop.
  package var text: String
  /// A word or two for the bottom line; empty: not shown there.
  package var hint: String

  /// A row of a table; `keys` as names parted by spaces (`KeyName`).
  package init(_ context: KeyContext, _ command: Command, _ keys: String, _ text: String, hint: String = "") {
    self.context = context
    self.command = command
    self.keys = keys.split(separator: " ").compactMap { KeyName.parse($0) }
    self.text = text
    self.hint = hint
  }
}
