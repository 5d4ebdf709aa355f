extension WorkStep {
  /// Reads the short form of the command line: `plan:claude/opus,implement:codex,publish:branch`. Each part is a step's name, then its engine, then its
  /// model; behind `publish` stands the way, and `publish` alone waits for an operator. A part that begins with `+` works in a workspace of its own.
  /// - Returns: the steps, or what is wrong, as the end of a sentence that begins with the text.
  package static func reading(_ text: String) -> Result<[WorkStep], ChainProblem> {
    var steps: [WorkStep] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      var words = part[...]
      let isOwn = words.first == "+"
      if isOwn { words = words.dropFirst() }
      let colon = words.firstIndex(of: ":")
      let name = String(words[..<(colon ?? words.endIndex)])
      let rest = colon.map { words[words.index(after: $0)...] } ?? ""
      if colon != nil, rest.isEmpty { return .failure(ChainProblem(text: "names nothing behind the colon of \(name)")) }
      if name == "publish" {
        let way = Publication.Kind(rawValue: String(rest))
        if !rest.isEmpty, way == nil {
          let ways = Publication.Kind.allCases.map(\.rawValue).joined(separator: ", ")
          return .failure(ChainProblem(text: "publishes by \"\(rest)\", which is none of \(ways)"))
        }
        steps.append(WorkStep(publishing: name, way))
        continue
      }
      let slash = rest.firstIndex(of: "/")
      let engine = rest[..<(slash ?? rest.endIndex)]
      let model = slash.map { rest[rest.index(after: $0)...] } ?? ""
      if slash != nil, engine.isEmpty || model.isEmpty {
        return .failure(ChainProblem(text: "names no engine or no model in \"\(part)\"; write name:engine/model"))
      }
      steps.append(
        WorkStep(
          name: name, engine: engine.isEmpty ? nil : String(engine), model: model.isEmpty ? nil : String(model),
          scope: isOwn ? .task : .workspace))
    }
    if let problem = problem(in: steps) { return .failure(ChainProblem(text: problem)) }
    return .success(steps)
  }
}
