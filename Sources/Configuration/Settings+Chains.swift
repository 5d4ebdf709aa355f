import Model
import TOML

/// `[chain.NAME] steps = [{ name = "plan", engine = "claude" }, …]`
extension Settings {
  mutating func readChain(_ entry: TOMLEntry, _ top: inout TableReader) {
    let label = "[chain.\(entry.key)]"
    guard let table = entry.value.table else {
      top.complain(entry, "[chain] \(entry.key) must be a table: \(label) with steps = [{ name = \"…\" }, …]")
      return
    }
    var reader = TableReader(table, name: label, path: top.path, line: entry.line, column: entry.column)
    defer { top.problems += reader.problems }
    guard let list = reader.take("steps") else {
      reader.complain(entry, "\(label) needs steps: a list such as [{ name = \"plan\", engine = \"claude\" }, { name = \"implement\" }]")
      return
    }
    reader.finish()
    guard let values = list.value.array else {
      reader.complain(list, "\(label) steps must be a list of tables, not \(list.value.kindName)")
      return
    }
    var steps: [WorkStep] = []
    var isWhole = true
    for (index, value) in values.enumerated() {
      let place = TOMLEntry(key: "steps", line: value.line, column: value.column, value: value)
      guard let members = value.table else {
        reader.complain(place, "\(label) step \(index + 1) must be a table such as { name = \"plan\" }, not \(value.kindName)")
        isWhole = false
        continue
      }
      var step = TableReader(members, name: "\(label) step \(index + 1)", path: top.path, line: value.line, column: value.column)
      if let read = Self.step(&step, place) { steps.append(read) } else { isWhole = false }
      reader.problems += step.problems
    }
    guard isWhole else { return }
    if let problem = WorkStep.problem(in: steps) {
      reader.complain(list, "\(label) \(problem)")
    } else {
      chains[entry.key] = steps
    }
  }

  private static func step(_ table: inout TableReader, _ place: TOMLEntry) -> WorkStep? {
    guard let name = table.string("name") else {
      if !table.keys.contains(where: { $0.key == "name" }) { table.complain(place, "\(table.name) needs a name") }
      return nil
    }
    var step = WorkStep(name: name)
    step.engine = table.string("engine")
    step.model = table.string("model")
    step.effort = table.string("effort")
    step.mode = table.choice("mode")
    step.brief = table.string("brief")
    let scope: WorkStep.Scope? = table.choice("scope")
    step.scope = scope ?? .workspace
    let publish: Publication.Kind? = table.choice("publish")
    let works = [step.engine, step.model, step.effort, step.brief, step.mode?.rawValue, scope?.rawValue].contains { $0 != nil }
    table.finish()
    if publish != nil || (name == "publish" && !works) {
      if works {
        table.complain(place, "\(table.name) (\(name)) publishes: it takes no engine, model, effort, mode, brief or scope")
        return nil
      }
      return WorkStep(publishing: name, publish)
    }
    return table.problems.contains { $0.severity == .error } ? nil : step
  }
}
