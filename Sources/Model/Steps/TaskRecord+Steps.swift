extension TaskRecord {
  /// Which step of how many it is at, in words: "step 2/4 implement (codex)"; nil for a task without steps.
  package var stepText: String? {
    guard let chain, let step = chain.current else { return nil }
    return "step \(chain.number)/\(chain.total) \(step.name)" + (step.isPublishing ? "" : " (\(engine))")
  }

  /// Makes a step of the chain the present one: its engine, model, mode and effort hold from now on.
  package mutating func take(_ step: WorkStep, of chain: StepChain) {
    engine = chain.engine(of: step)
    model = chain.model(of: step)
    mode = chain.mode(of: step)
    effort = chain.effort(of: step)
  }

  /// The closing words of every step that worked, for the commit's message.
  package var closingWords: String {
    guard let chain, !chain.outcomes.isEmpty else { return summary }
    var texts = chain.outcomes.filter { !$0.isPlan }.map(\.text)
    if texts.last != summary { texts.append(summary) }
    return texts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }
}
