package import Model

/// An operator's answer as a message, for a session whose asking process is gone.
package enum AnswerInWords {
  /// The message; the operator's own words are in it as they were written.
  package static func text(for request: AgentRequest, answer: AgentAnswer) -> String {
    let asked = "You asked: \(request.title)"
    switch answer {
    case .allow, .always: return asked + "\nThe answer is yes. Go on."
    case .deny(let reason): return asked + "\nThe answer is no." + (reason.isEmpty ? "" : " " + reason) + "\nGo on without it."
    case .answers(let answers):
      let lines = answers.sorted { $0.key < $1.key }.map { $0.key.isEmpty ? $0.value : "\($0.key): \($0.value)" }
      return asked + "\nThe answer: " + lines.joined(separator: "\n") + "\nGo on."
    }
  }
}
