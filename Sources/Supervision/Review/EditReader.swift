import JSON
package import Model

/// Reads what tool calls did to files out of their inputs: the forms of the engines' edit, write and patch tools. Tolerant; a form that is not known gives nothing.
package enum EditReader {
  /// The edits of a call; paths as the call wrote them.
  package static func edits(of call: ToolCall) -> [RecordedEdit] {
    guard call.input.utf8.count <= 8 << 20, let value = try? JSONValue.parse(call.input) else {
      return patch(call.input)
    }
    return edits(value)
  }

  private static func edits(_ value: JSONValue) -> [RecordedEdit] {
    // Codex: one element a file, with a unified diff.
    if let files = value.array { return files.prefix(500).flatMap(changed) }
    guard value.object != nil else { return value.string.map(patch) ?? [] }
    for name in ["patch", "patchText", "patch_text", "input", "diff"] {
      if let text = value[name]?.string, text.contains("*** Begin Patch") { return patch(text) }
    }
    guard let path = text(value, ["file_path", "filePath", "path", "filename", "target_file", "notebook_path"]) else { return [] }
    if let list = value["edits"]?.array {
      return list.prefix(500).compactMap { replacement($0).map { RecordedEdit(path: path, change: $0) } }
    }
    if let change = replacement(value) { return [RecordedEdit(path: path, change: change)] }
    if let content = text(value, ["content", "contents", "file_text", "new_source"]) {
      return [RecordedEdit(path: path, change: .write(content))]
    }
    if let diff = text(value, ["diff", "unified_diff"]) { return [RecordedEdit(path: path, change: .hunks(runs(diff)))] }
    return []
  }

  private static func replacement(_ value: JSONValue) -> RecordedEdit.Change? {
    guard let new = text(value, ["new_string", "newString", "new_str", "newText", "new_text"]) else { return nil }
    guard let old = text(value, ["old_string", "oldString", "old_str", "oldText", "old_text"]) else { return .write(new) }
    let all = (value["replace_all"] ?? value["replaceAll"])?.bool ?? false
    return .replace(old: old, new: new, all: all)
  }

  private static func changed(_ value: JSONValue) -> [RecordedEdit] {
    guard let path = text(value, ["path", "file_path"]), let diff = text(value, ["diff", "unified_diff", "content"]) else { return [] }
    switch value["kind"]?.string ?? value["kind"]?["type"]?.string {
    case "add": return [RecordedEdit(path: path, change: .write(diff))]
    case "delete": return [RecordedEdit(path: path, change: .delete)]
    default: return [RecordedEdit(path: path, change: .hunks(runs(diff)))]
    }
  }

  private static func text(_ value: JSONValue, _ names: [String]) -> String? {
    for name in names { if let text = value[name]?.string { return text } }
    return nil
  }

  /// The stretches of a unified diff.
  private static func runs(_ diff: String) -> [RecordedEdit.Run] {
    var runs: [RecordedEdit.Run] = []
    for line in diff.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("@@") {
        runs.append(RecordedEdit.Run(old: [], new: []))
      } else if !runs.isEmpty {
        add(line, to: &runs[runs.count - 1])
      }
    }
    return runs
  }

  private static func add(_ line: Substring, to run: inout RecordedEdit.Run) {
    switch line.first {
    case "+": run.new.append(String(line.dropFirst()))
    case "-": run.old.append(String(line.dropFirst()))
    case " ":
      run.old.append(String(line.dropFirst()))
      run.new.append(String(line.dropFirst()))
    default: break
    }
  }

  /// The form of `apply_patch`: `*** Add File: p`, `*** Update File: p`, `*** Delete File: p` with lines under signs.
  private static func patch(_ text: String) -> [RecordedEdit] {
    guard text.contains("*** Begin Patch") else { return [] }
    var result: [RecordedEdit] = []
    var path = ""
    var added: [String]?
    var runs: [RecordedEdit.Run] = []
    func close() {
      if let lines = added { result.append(RecordedEdit(path: path, change: .write(lines.map { $0 + "\n" }.joined()))) }
      let filled = runs.filter { !$0.old.isEmpty || !$0.new.isEmpty }
      if !filled.isEmpty { result.append(RecordedEdit(path: path, change: .hunks(filled))) }
      added = nil
      runs = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("*** ") {
        if line.hasPrefix("*** Move to: ") || line.hasPrefix("*** End of File") { continue }
        close()
        let name = line.split(separator: ":", maxSplits: 1).last.map { String($0.drop { $0 == " " }) } ?? ""
        path = name
        if line.hasPrefix("*** Add File:") { added = [] }
        if line.hasPrefix("*** Update File:") { runs = [RecordedEdit.Run(old: [], new: [])] }
        if line.hasPrefix("*** Delete File:") { result.append(RecordedEdit(path: path, change: .delete)) }
      } else if added != nil {
        if line.hasPrefix("+") { added?.append(String(line.dropFirst())) }
      } else if line.hasPrefix("@@") {
        runs.append(RecordedEdit.Run(old: [], new: []))
      } else if !runs.isEmpty {
        add(line, to: &runs[runs.count - 1])
      }
    }
    close()
    return result
  }
}
