import Model

extension ArgumentParser {
  /// `carrel import`.
  /// - Throws: what the table alone cannot check.
  static func importing(_ parsed: ParsedCommand) throws(UsageProblem) -> ImportOptions {
    var options = ImportOptions(add: try add(parsed))
    options.add.file = nil
    options.repository = parsed.arguments.first
    options.filter = IssueFilter(
      state: parsed.value("state").flatMap { IssueFilter.State(rawValue: $0) } ?? .open, labels: parsed.values["label"] ?? [],
      milestone: parsed.value("milestone"), assignee: parsed.value("assignee"), query: parsed.value("query"))
    options.tracker = parsed.value("from")
    options.limit = parsed.value("limit").flatMap { Int($0) } ?? options.limit
    options.updates = parsed.flags.contains("update")
    options.told = (parsed.values["tell"] ?? []).compactMap { TaskID(parsing: $0) }
    if !options.told.isEmpty, options.repository != nil || options.tracker != nil || options.updates || options.filter != IssueFilter() {
      throw problem(parsed.command, "takes --tell alone: nothing is read with it")
    }
    return options
  }
}
