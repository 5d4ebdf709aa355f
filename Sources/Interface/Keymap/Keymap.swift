package import Screen

/// All tables together, with the operator's own keys put over them: drives dispatch, help, the palette, the bottom line and docs/keys.md.
package struct Keymap: Sendable {
  /// Every row, context by context.
  package let bindings: [KeyBinding]
  /// What was wrong with the operator's own keys, one sentence each.
  package let problems: [String]
  private let byContext: [KeyContext: [Key: Command]]

  /// The tables; `overrides` gives a command (by its name) other keys (by theirs), none to unbind it.
  package init(overrides: [String: [String]] = [:]) {
    var rows = Self.standard
    var problems: [String] = []
    for (name, keyNames) in overrides.sorted(by: { $0.key < $1.key }) {
      guard let command = Command(rawValue: name) else {
        problems.append("keys: there is no command \"\(name)\"; docs/keys.md has the names.")
        continue
      }
      var keys: [Key] = []
      for keyName in keyNames {
        if let key = KeyName.parse(keyName) { keys.append(key) } else { problems.append("keys.\(name): there is no key \"\(keyName)\".") }
      }
      guard let own = rows.first(where: { $0.command == command }) else { continue }
      for index in rows.indices where rows[index].command == command && rows[index].context == own.context { rows[index].keys = keys }
    }
    var tables: [KeyContext: [Key: Command]] = [:]
    for row in rows {
      for key in row.keys {
        if let taken = tables[row.context]?[key], taken != row.command {
          problems.append(
            "keys: \(KeyName.name(of: key)) stands for both \(taken.rawValue) and \(row.command.rawValue) (\(row.context.rawValue)); the first has it."
          )
          continue
        }
        tables[row.context, default: [:]][key] = row.command
      }
    }
    bindings = rows
    byContext = tables
    self.problems = problems
  }

  /// The tables as shipped.
  package static let standard: [KeyBinding] =
    TaskListKeys.bindings + RequestKeys.bindings + PaneKeys.bindings + WorkspaceKeys.bindings
    + ComposerKeys.bindings + DialogKeys.bindings + IntakeKeys.bindings + PaletteKeys.bindings + PageKeys.bindings
    + ArchiveKeys.bindings

  /// The command of a key in the first of the contexts that knows it.
  package func command(for key: Key, in contexts: [KeyContext]) -> Command? {
    let key = KeyName.normal(key)
    for context in contexts {
      if let command = byContext[context]?[key] { return command }
    }
    return nil
  }

  /// The rows of a context, in the table's order.
  package func rows(in context: KeyContext) -> [KeyBinding] { bindings.filter { $0.context == context } }

  /// The row of a command: in one of the contexts if it has one there, else its first.
  package func row(of command: Command, in contexts: [KeyContext] = []) -> KeyBinding? {
    for context in contexts {
      if let row = bindings.first(where: { $0.context == context && $0.command == command }) { return row }
    }
    return bindings.first { $0.command == command }
  }
}
