package import Model

/// What the filter line says: words that must all hold. `state:`, `engine:`, `repo:`, `label:` look at one thing, anything else at id, ticket and title; `!`
/// turns a word round. Case does not matter.
package struct TaskFilter: Hashable, Sendable {
  private struct Term: Hashable, Sendable {
    var negated: Bool
    var field: String
    var text: String
  }

  private static let fields = ["state", "engine", "repo", "label", "model", "mode"]
  private let terms: [Term]

  /// Reads the line; a field without a word after it holds for all.
  package init(_ line: String) {
    terms = line.split(whereSeparator: \.isWhitespace).compactMap { word in
      let negated = word.first == "!"
      let rest = negated ? word.dropFirst() : word
      guard !rest.isEmpty else { return nil }
      if let colon = rest.firstIndex(of: ":") {
        let field = rest[..<colon].lowercased()
        if Self.fields.contains(field) {
          let text = rest[rest.index(after: colon)...].lowercased()
          return text.isEmpty ? nil : Term(negated: negated, field: field, text: text)
        }
      }
      return Term(negated: negated, field: "", text: rest.lowercased())
    }
  }

  /// Whether it holds for all tasks.
  package var isEmpty: Bool { terms.isEmpty }

  /// Whether every task that this one keeps is kept by an earlier one too, so that only those need to be asked again: words that grew, or came to it.
  package func narrows(_ earlier: TaskFilter) -> Bool {
    guard terms.count >= earlier.terms.count else { return false }
    return zip(terms, earlier.terms).allSatisfy { now, before in
      if now == before { return true }
      // A task's number is found as a whole only: T1 does not hold T12.
      let isNumber = now.field.isEmpty && now.text.hasPrefix("t") && now.text.dropFirst().allSatisfy(\.isNumber)
      return !now.negated && !before.negated && now.field == before.field && now.text.hasPrefix(before.text) && !isNumber
    }
  }

  /// Whether a task stays in the list.
  package func matches(_ task: TaskRecord) -> Bool {
    terms.allSatisfy { holds($0, for: task) != $0.negated }
  }

  private func holds(_ term: Term, for task: TaskRecord) -> Bool {
    func has(_ text: String) -> Bool { text.lowercased().contains(term.text) }
    switch term.field {
    case "state":
      return task.phase.rawValue.hasPrefix(term.text) || has(TaskSign(task).word)
        || TaskSection(task).title.lowercased().hasPrefix(term.text)
        || (task.attention != nil && "attention".hasPrefix(term.text))
    case "engine": return has(task.engine)
    case "model": return has(task.model ?? "")
    case "mode": return has(task.mode.rawValue)
    case "repo": return has(task.repository.source)
    case "label": return task.ticket.labels.contains(where: has)
    default: return task.id.description.lowercased() == term.text || has(task.ticket.title) || has(task.ticket.id ?? "")
    }
  }
}
