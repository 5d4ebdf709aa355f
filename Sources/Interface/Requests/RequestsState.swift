package import Model

/// What the operator does with agents' requests before an answer is sent.
package struct RequestsState: Hashable, Sendable {
  /// The request with the focus; nil: none has.
  package internal(set) var focused: RequestName?
  /// Choices ticked so far, for questions that take several: by request, of the question that is open.
  package internal(set) var ticked: [RequestName: [String]] = [:]
  /// Answers to earlier questions of a request, by question text.
  package internal(set) var answers: [RequestName: [String: String]] = [:]
  /// The request whose next answer asks for its scope, though no other task asks the same.
  package internal(set) var scoped: RequestName?
  /// Requests whose answer is on its way.
  package internal(set) var sent: Set<RequestName> = []

  /// The first question of a request that has no answer yet; nil: all have, or it asks none.
  package func openQuestion(of request: AgentRequest, name: RequestName) -> AgentQuestion? {
    guard case .questions(let questions) = request.kind else { return nil }
    return questions.first { answers[name]?[$0.text] == nil }
  }

  /// Forgets what was begun for requests that are gone.
  mutating func keep(_ isOpen: (RequestName) -> Bool) {
    sent = sent.filter(isOpen)
    ticked = ticked.filter { isOpen($0.key) }
    answers = answers.filter { isOpen($0.key) }
    if let focused, !isOpen(focused) { self.focused = nil }
    if let scoped, !isOpen(scoped) { self.scoped = nil }
  }
}
