internal import Model
internal import Screen

extension TranscriptLayout {
  mutating func layRequest(_ request: AgentRequest, _ outcome: RequestOutcome) {
    let isOpen = outcome == .open
    add(
      StyledLine([
        StyledRun(isOpen ? "? " : "· ", isOpen ? .stateWaiting : .textDim),
        StyledRun(UntrustedText.clean(request.title), isOpen ? .request : .text),
      ]), hanging: 2)
    // An answered request is brief until it is opened.
    let detailRows =
      request.detail.isEmpty
      ? []
      : StyledLine(UntrustedText.clean(request.detail), .text).wrapped(width: max(4, columns - 4)).map {
        $0.prefixed([StyledRun("  │ ", .textDim)])
      }
    if isOpen || isUnfolded { addFolded(detailRows, limit: Self.foldedRows) }
    switch request.kind {
    case .permission: break
    case .questions(let questions): layQuestions(questions, isOpen: isOpen)
    case .plan(let plan):
      if isOpen || isUnfolded {
        for line in MarkdownLayout(plan, width: max(8, columns - 4)).lines { addRow(line.prefixed([StyledRun("  │ ", .textDim)])) }
      }
    }
    switch outcome {
    case .open: addRow(keys(request))
    case .answered(let answer, let by): layAnswer(answer, by)
    case .withdrawn: add("the agent took the question back", .textDim, indent: 2)
    }
  }

  private mutating func layQuestions(_ questions: [AgentQuestion], isOpen: Bool) {
    for question in questions {
      add(StyledLine(UntrustedText.clean(question.text), .text), indent: 2)
      guard isOpen || isUnfolded else { continue }
      for (number, option) in question.options.enumerated() {
        let key = questions.count == 1 && number < 9 ? "\(number + 1) " : "• "
        add(StyledLine([StyledRun(key, isOpen ? .requestKey : .textDim), StyledRun(UntrustedText.clean(option))]), hanging: 2, indent: 4)
      }
      if question.multiple { add("several may be chosen", .textDim, indent: 4) }
    }
  }

  private func keys(_ request: AgentRequest) -> StyledLine {
    let pairs: [(String, String)] =
      switch request.kind {
      case .permission(_, let always):
        always || request.input != nil
          ? [("y", "allow"), ("a", "always"), ("n", "deny"), ("e", "answer")] : [("y", "allow"), ("n", "deny"), ("e", "answer")]
      case .questions(let questions):
        questions.count == 1 && !(questions.first?.options.isEmpty ?? true)
          ? [("1…9", "choose"), ("e", "answer"), ("n", "deny")] : [("e", "answer"), ("n", "deny")]
      case .plan: [("y", "approve"), ("n", "deny"), ("e", "answer")]
      }
    return StyledLine(pairs.flatMap { [StyledRun("  ", .text), StyledRun($0, .requestKey), StyledRun(" \($1)", .request)] })
  }

  private mutating func layAnswer(_ answer: AgentAnswer, _ by: String) {
    let role: Role = if case .deny = answer { .stateStopped } else { .stateDone }
    let sign = if case .deny = answer { "✗ " } else { "✓ " }
    add(
      StyledLine([StyledRun(sign, role), StyledRun(UntrustedText.clean(TranscriptWords.answer(answer, by: by)), .textDim)]), hanging: 2,
      indent: 2)
  }
}
