import Model

/// Rules, briefs and the scope of answers on the command line.
extension ArgumentParser {
  static func rules(_ parsed: ParsedCommand, json: Bool) throws(UsageProblem) -> Invocation {
    let names = parsed.arguments.dropFirst()
    guard parsed.arguments.first == "revoke" else {
      if let name = names.first { throw problem(parsed.command, "ls takes no argument “\(name)”") }
      return .rules(revoke: [], json: json)
    }
    guard !names.isEmpty else { throw problem(parsed.command, "revoke needs RULE") }
    var ids: [RuleID] = []
    for name in names {
      guard let id = RuleID(parsing: name) else { throw problem(parsed.command, "“\(name)” is no rule; these look like R3") }
      if !ids.contains(id) { ids.append(id) }
    }
    return .rules(revoke: ids, json: json)
  }

  static func brief(_ parsed: ParsedCommand) throws(UsageProblem) -> Invocation {
    guard let task = parsed.task(0) else { throw problem(parsed.command, "needs ID") }
    var options = BriefOptions(task: task)
    if let text = parsed.value("add") { options.addition = text == "-" ? .standardInput : .text(text) }
    if parsed.flags.contains("clear") {
      if options.addition != nil { throw problem(parsed.command, "takes --add or --clear, not both") }
      options.addition = .text("")
    }
    options.isForBatch = parsed.flags.contains("batch")
    options.dryRun = parsed.flags.contains("dry-run")
    options.yes = parsed.flags.contains("yes")
    return .brief(options)
  }

  /// Adds scope and term to an answer.
  static func scope(_ options: inout AnswerOptions, _ parsed: ParsedCommand) throws(UsageProblem) {
    if let scope = parsed.value("scope").flatMap({ AnswerScope(rawValue: $0) }) { options.scope = scope }
    guard let text = parsed.value("for") else { return }
    guard options.scope == .repository else { throw problem(parsed.command, "--for needs --scope repo") }
    guard let term = RuleTerm(parsing: text) else {
      throw problem(parsed.command, "--for: “\(text)” is neither work nor forever nor a duration like 1h")
    }
    options.term = term
  }
}
