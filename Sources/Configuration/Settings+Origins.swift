import TOML

extension Settings {
  /// Everything that holds, in the order of `carrel config show`, with the line of the file that says so.
  /// - Parameters:
  ///   - text: the file's text, as these settings were read from it.
  ///   - path: the file; its last part is shown.
  ///   - environment: `DEFAULT_ENGINE` and `CARREL_THEME` are told where they count.
  package func inForce(text: String, path: String, environment: [String: String] = [:]) -> [SettingInForce] {
    guard let all = try? TOMLDocument.parse(description) else { return [] }
    let file = try? TOMLDocument.parse(text)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var rows: [SettingInForce] = []
    Self.walk(all.root, beside: file?.root, "", name, &rows)
    for (key, variable) in [("default_engine", "DEFAULT_ENGINE"), ("theme", "CARREL_THEME")] {
      guard let value = environment[variable], !value.isEmpty, let index = rows.firstIndex(where: { $0.name == key }) else { continue }
      // The file's engine comes before the variable, the variable before the file's theme.
      if key == "default_engine", rows[index].origin != "default" { continue }
      rows[index].value = Self.text(TOMLValue(kind: .string(value), line: 0, column: 0))
      rows[index].origin = variable
    }
    return rows
  }

  private static func walk(_ value: TOMLValue, beside written: TOMLValue?, _ name: String, _ file: String, _ rows: inout [SettingInForce]) {
    for entry in value.table ?? [] {
      let key = name.isEmpty ? entry.key : "\(name).\(entry.key)"
      let found = written?.table?.first { $0.key == entry.key }
      if entry.key == "keys", name.isEmpty {
        continue
      } else if entry.value.table != nil, name.isEmpty || ["engine", "mcp", "chain"].contains(name) {
        walk(entry.value, beside: found?.value, key, file, &rows)
      } else if let list = entry.value.array, list.first?.table != nil, name.isEmpty {
        let others = found?.value.array ?? []
        for (number, element) in list.enumerated() {
          walk(element, beside: others.indices.contains(number) ? others[number] : nil, "\(key).\(number + 1)", file, &rows)
        }
      } else {
        let line = found.map { $0.value.line > 0 ? $0.value.line : $0.line } ?? 0
        rows.append(SettingInForce(name: key, value: text(entry.value), origin: line > 0 ? "\(file):\(line)" : "default"))
      }
    }
  }

  /// A value on one line, as TOML writes it.
  private static func text(_ value: TOMLValue) -> String {
    switch value.kind {
    case .string(let text): "\"\(text)\""
    case .integer(let number): String(number)
    case .double(let number): String(number)
    case .boolean(let value): String(value)
    case .date(let text): text
    case .array(let values): "[\(values.map(self.text).joined(separator: ", "))]"
    case .table(let entries): "{ \(entries.map { "\($0.key) = \(self.text($0.value))" }.joined(separator: ", ")) }"
    }
  }
}
