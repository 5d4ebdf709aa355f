/// The brief of one step: the ticket's own brief, what the step is for, and what the steps before have handed on. Pure.
package enum StepBrief {
  /// The whole text; the ticket's brief alone for a task without steps.
  package static func compose(_ brief: String, _ task: TaskRecord) -> String {
    guard let chain = task.chain, let step = chain.current, !step.isPublishing else { return brief }
    var parts = [brief.trimmedEnd]
    let plans = chain.mode(of: step) == .plan && chain.goesOn
    parts.append("## This step: \(step.name) (\(chain.number) of \(chain.total))\n\(step.brief ?? words(step, plans: plans))")
    for outcome in chain.outcomes where !outcome.text.isEmpty {
      let who = [outcome.engine, outcome.model].compactMap { $0 }.joined(separator: " ")
      let head = outcome.isPlan ? "## The approved plan (\(outcome.name), \(who))" : "## Handed on by the step \(outcome.name) (\(who))"
      parts.append("\(head)\n\(outcome.text.trimmedEnd)")
    }
    if let check = chain.outcomes.last?.check, !check.passed, check.exitCode != nil {
      parts.append(
        "## The check fails\n`\(check.command)` \(check.words). Its last lines:\n\n"
          + check.lastLines(40).map { "    \($0)" }.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func words(_ step: WorkStep, plans: Bool) -> String {
    if plans {
      return
        "Make a plan for this ticket and change no file: others carry it out after it was approved. End with the whole plan as your answer."
    }
    switch step.name {
    case "implement": return "Do what the ticket asks. Where there is an approved plan below, follow it."
    case "test":
      return
        "The change for this ticket is made already and lies in this directory. Write tests for it, run them, and put right what they find."
    case "review":
      return
        "The change for this ticket is made already and lies in this directory. Read it with a critical eye and put right what is wrong."
    default: return "Do the part of the work that this step is named after, on top of what lies in this directory."
    }
  }
}

extension String {
  /// Without white space at the end.
  fileprivate var trimmedEnd: String {
    var rest = self[...]
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }
}
