package import Model

/// What is answered when an operator has let `answer_timeout` pass (CONTRACT.md, "Modes"): permissions are denied, questions are the agent's own to
/// decide, plans are approved (pure).
package enum UnattendedAnswer {
  /// Who the transcript says has answered.
  package static let author = "answer_timeout"

  /// The answer to a request.
  package static func answer(to request: AgentRequest) -> AgentAnswer {
    switch request.kind {
    case .permission: .deny("Nobody answered in time. Do it another way, or leave it and say so in your closing summary.")
    case .plan: .allow
    case .questions(let questions):
      .answers(Dictionary(questions.map { ($0.text, decideYourself) } + [("", decideYourself)], uniquingKeysWith: { first, _ in first }))
    }
  }

  private static let decideYourself =
    "Nobody answered in time. Decide yourself what fits the ticket best, and say in your closing summary what you decided."
}
