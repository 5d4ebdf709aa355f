import Model

/// The outbox, and what an approval says about the pull request.
extension ArgumentParser {
  static func outbox(_ parsed: ParsedCommand, json: Bool) throws(UsageProblem) -> Invocation {
    let yes = parsed.flags.contains("yes")
    var ids: [TaskID] = []
    for word in parsed.arguments.dropFirst() {
      guard let id = TaskID(parsing: word) else { throw problem(parsed.command, "“\(word)” is no task; these look like T3") }
      if !ids.contains(id) { ids.append(id) }
    }
    if json, parsed.arguments.first != nil { throw problem(parsed.command, "takes --json only for the list") }
    if yes, parsed.arguments.first != "drop" { throw problem(parsed.command, "takes --yes only with drop") }
    switch parsed.arguments.first {
    case "retry": return .outboxRetry(ids)
    case "drop":
      guard !ids.isEmpty else { throw problem(parsed.command, "drop needs ID") }
      return .outboxDrop(ids, yes: yes)
    case "show":
      guard let id = ids.first, ids.count == 1 else { throw problem(parsed.command, "show needs one ID") }
      return .outboxShow(id)
    default: return .outbox(json: json)
    }
  }

  /// Adds what is said about the pull request.
  static func request(_ options: inout PublishOptions, _ parsed: ParsedCommand) throws(UsageProblem) {
    options.request.draft = parsed.flags.contains("draft") ? true : nil
    options.request.title = parsed.value("title")
    options.bodyFile = parsed.value("body-file")
    options.request.labels = parsed.values["label"]
    options.request.reviewers = parsed.values["reviewer"]
    options.request.base = parsed.value("base")
    options.request.comments = parsed.flags.contains("comment") ? true : nil
    options.request.opensNew = parsed.flags.contains("new") ? true : nil
    options.request.withSecrets = parsed.flags.contains("with-secrets") ? true : nil
    if parsed.flags.contains("close"), parsed.flags.contains("no-close") {
      throw problem(parsed.command, "takes --close or --no-close, not both")
    }
    options.request.closing = parsed.flags.contains("close") ? .now : parsed.flags.contains("no-close") ? .never : nil
    var wish = options.request
    if options.kind == .branch { wish.withSecrets = nil }
    let isAbout = wish != RequestWish() || options.bodyFile != nil
    if isAbout, let kind = options.kind, kind != .pr {
      throw problem(parsed.command, "takes options about a pull request only with --publish pr")
    }
  }
}
