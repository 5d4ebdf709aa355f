/// docs/keys.md, drawn from the tables.
package enum KeyReference {
  /// The whole page as Markdown.
  package static func markdown(_ keymap: Keymap = Keymap()) -> String {
    var page = """
      # Keys

      Drawn from the program's own tables; `?` shows the same for the moment you are in. Keys are rebound by the names in the last column:

      ```toml
      [keys]
      "task.message" = ["m", "F2"]
      ```

      """
    for context in KeyContext.allCases {
      let rows = keymap.rows(in: context)
      guard !rows.isEmpty else { continue }
      page += "\n## \(context.title)\n\n| keys | what | name |\n|---|---|---|\n"
      for row in rows {
        let keys = row.keys.isEmpty ? "palette" : row.keys.map { "`\(KeyName.name(of: $0).replacingBar)`" }.joined(separator: " ")
        page += "| \(keys) | \(row.text) | `\(row.command.rawValue)` |\n"
      }
    }
    return page
  }
}

extension String {
  /// A bar would end a table's cell.
  fileprivate var replacingBar: String { self == "|" ? "\\|" : self }
}
