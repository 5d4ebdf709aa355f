package import JSON
package import Model

/// Rules and changed briefs in lines, and rules as JSON.
package enum RuleText {
  /// `carrel rules`: those that hold.
  package static func lines(_ rules: [AnswerRule], now: Timestamp) -> [String] {
    let rules = rules.filter { $0.holds(at: now) }
    let rows = rules.map { rule in
      [
        rule.id.description, PlainText.line(String(rule.verdict.prefix(30))), PlainText.line(rule.place),
        PlainText.line(rule.state(at: now)),
        rule.uses == 1 ? "once" : "\(rule.uses)×", PlainText.line(rule.author), PlainText.line(rule.title),
      ]
    }
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, cell in
        column == row.count - 1 ? cell : cell + String(repeating: " ", count: max(0, widths[column] - cell.count))
      }.joined(separator: "  ")
    }
  }

  /// `carrel rules --json`: all that are kept, those that ended too.
  package static func json(_ rules: [AnswerRule], now: Timestamp) -> JSONValue {
    .array(
      rules.map { rule in
        [
          "id": .string(rule.id.description), "holds": .bool(rule.holds(at: now)), "repo": .string(rule.repository),
          "kind": .string(rule.asked.kind.rawValue), "engine": .string(rule.asked.engine), "tool": .string(rule.asked.tool),
          "input": .string(rule.asked.input), "title": .string(rule.title), "answer": answer(rule.answer), "author": .string(rule.author),
          "created": .string(rule.created.description), "expires": rule.expires.map { .string($0.description) } ?? .null,
          "term": .string(rule.term.words), "uses": .integer(Int64(rule.uses)),
          "ended": rule.ended.map { .string($0.description) } ?? .null, "ended_by": rule.endedBy.map(JSONValue.string) ?? .null,
        ]
      })
  }

  private static func answer(_ answer: AgentAnswer) -> JSONValue {
    switch answer {
    case .allow, .always: return "allow"
    case .deny(let reason): return ["deny": .string(reason)]
    case .answers(let answers):
      var object = JSONObject()
      for (question, text) in answers.sorted(by: { $0.key < $1.key }) { object.append(question, .string(text)) }
      return ["answers": .object(object)]
    }
  }

  /// How a brief changes, with three lines around.
  package static func lines(_ change: BriefChange) -> [String] {
    ["\(change.task)  \(PlainText.line(change.title))"]
      + change.lines(context: 3).map { line in
        let sign = line.kind == .same ? "  " : line.kind == .added ? "+ " : "- "
        return "  " + sign + PlainText.line(line.text)
      }
  }
}
