/// A tool call of an agent as it begins.
package struct ToolCall: Hashable, Sendable, Codable {
  /// What kind of thing it does, for signs and colours.
  package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case read, write, edit, delete, search, execute, fetch, think, task, other
  }

  /// The engine's id of the call, unique in its session.
  package var id: String
  /// The kind.
  package var kind: Kind
  /// The tool's name in the engine (`Bash`, `Edit`, …).
  package var name: String
  /// One line that says what it is about: a path, a command.
  package var title: String
  /// The whole input as JSON text.
  package var input: String
  /// The call of a sub-agent that it belongs to.
  package var parent: String?

  /// A call.
  package init(id: String, kind: Kind, name: String, title: String, input: String, parent: String? = nil) {
    self.id = id
    self.kind = kind
    self.name = name
    self.title = title
    self.input = input
    self.parent = parent
  }
}
