/// docs/keys.md, drawn from the tables.
package enum KeyReference {
  /// The whole page as Markdown.
  package static func markdown(_ keymap: Keymap = Keymap()) -> String {
    var page = """
      # Keys

      Drawn from the program's own tables; `?` shows the same for the moment you are in, and `carrel keys` prints what is in force. Keys are rebound in the
      configuration by the names in the last column, and hold as soon as the file is saved:

      ```toml
      [keys]                            # wherever the command has keys
      "task.message" = ["m", "F2"]
      "task.retry" = "none"             # only in the palette from now on

      [keys.diff]                       # in one table, by the name in its heading
      "diff.comment" = "Alt-c"
      ```

      Keys are letters and signs as they are typed, `Space`, `Enter`, `Tab`, `S-Tab`, `Esc`, `Backspace`, `Delete`, `Insert`, `Up`, `Down`, `Left`, `Right`, `Home`,
      `End`, `PgUp`, `PgDn`, `F1` to `F24`, with `Ctrl-` and `Alt-` before them. A mistake is said with file, line and column on the log page, and the shipped key
      stays: an unknown name or key, two commands on one key, a letter where text is typed, no way out of a place, a key that would both ask and answer.

      """
    for context in KeyContext.allCases {
      let rows = keymap.rows(in: context)
      guard !rows.isEmpty else { continue }
      page += "\n## \(context.title) (`\(context.rawValue)`)\n\n| keys | what | name |\n|---|---|---|\n"
      for row in rows {
        let keys = row.keys.isEmpty ? "palette" : row.keys.map { "`\(KeyName.name(of: $0).replacingBar)`" }.joined(separator: " ")
        page += "| \(keys) | \(row.text) | `\(row.command.rawValue)` |\n"
      }
    }
    return page
  }

  /// The tables in force as text, for `carrel keys`: keys, names, what they do; `*` before what is not as shipped.
  /// - Parameter context: one table's name; nil: all of them.
  /// - Returns: nil when there is no such table.
  package static func lines(_ keymap: Keymap, context: String? = nil) -> [String]? {
    let wanted = KeyContext.allCases.filter { context == nil || $0.rawValue == context }
    guard !wanted.isEmpty else { return nil }
    func keys(_ row: KeyBinding) -> String { row.keys.isEmpty ? "(palette)" : row.keys.map(KeyName.name).joined(separator: " ") }
    let longest = keymap.bindings.map { keys($0).count }.max() ?? 0
    let name = keymap.bindings.map(\.command.rawValue.count).max() ?? 0
    var lines: [String] = []
    for context in wanted {
      if !lines.isEmpty { lines.append("") }
      lines.append("[keys.\(context.rawValue)]  \(context.title)")
      for row in keymap.rows(in: context) {
        let isShipped = Keymap.standard.contains(row)
        lines.append("\(isShipped ? " " : "*") \(padded(keys(row), longest))  \(padded(row.command.rawValue, name))  \(row.text)")
      }
    }
    return lines
  }

  private static func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
}

extension String {
  /// A bar would end a table's cell.
  fileprivate var replacingBar: String { self == "|" ? "\\|" : self }
}
