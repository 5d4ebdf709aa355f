package import Model
package import Screen

/// All tables together, with the operator's own keys put over them: drives dispatch, help, the palette, the bottom line, `carrel keys` and docs/keys.md.
package struct Keymap: Hashable, Sendable {
  /// Every row, context by context.
  package let bindings: [KeyBinding]
  /// What was wrong with the operator's own keys, one sentence each, with file, line and column where they are known.
  package let problems: [String]
  private let byContext: [KeyContext: [Key: Command]]

  /// The tables, with the operator's own keys: `KeymapBuilder` says what they may not do.
  package init(overrides: [KeyOverride] = []) {
    var builder = KeymapBuilder(Self.standard)
    builder.apply(overrides)
    var tables: [KeyContext: [Key: Command]] = [:]
    for row in builder.rows {
      for key in row.keys where tables[row.context]?[key] == nil { tables[row.context, default: [:]][key] = row.command }
    }
    bindings = builder.rows
    byContext = tables
    problems = builder.problems
  }

  /// The tables as shipped.
  package static let standard: [KeyBinding] =
    TaskListKeys.bindings + RequestKeys.bindings + PaneKeys.bindings + WorkspaceKeys.bindings
    + ComposerKeys.bindings + DialogKeys.bindings + IntakeKeys.bindings + PaletteKeys.bindings + PageKeys.bindings + PeopleKeys.bindings
    + AttachKeys.bindings + ConflictsKeys.bindings + ArchiveKeys.bindings + IssuesKeys.bindings + PullKeys.bindings

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
