import Model

/// Messages, and what comes after a pull request was opened.
extension ArgumentParser {
  static func send(_ parsed: ParsedCommand) throws(UsageProblem) -> Invocation {
    guard let task = parsed.task(0) else { throw problem(parsed.command, "needs ID") }
    let rest = Array(parsed.arguments.dropFirst())
    let words: TextSource? = rest.isEmpty ? nil : rest == ["-"] ? .standardInput : .text(rest.joined(separator: " "))
    let takeOver = parsed.flags.contains("take-over")
    var options = ReviewOptions(task: task)
    options.reviews = parsed.flags.contains("reviews")
    options.checks = parsed.flags.contains("checks")
    options.words = words
    options.takeOver = takeOver
    if let list = parsed.value("only") {
      guard options.reviews else { throw problem(parsed.command, "--only needs --reviews") }
      for part in ValueKind.list(list) {
        guard let number = Int(part), number > 0 else { throw problem(parsed.command, "--only: “\(part)” is no number of a comment") }
        options.only.append(number)
      }
      if options.only.isEmpty { throw problem(parsed.command, "--only needs the numbers of comments") }
    }
    if options.reviews || options.checks { return .sendReviews(options) }
    guard let words else { throw problem(parsed.command, "needs TEXT|-") }
    return .send(task, words, takeOver: takeOver)
  }

  static func refresh(_ parsed: ParsedCommand) throws(UsageProblem) -> Invocation {
    if parsed.flags.contains("all") {
      guard parsed.tasks.isEmpty else { throw problem(parsed.command, "takes ID or --all, not both") }
      return .refresh(nil)
    }
    guard !parsed.tasks.isEmpty else { throw problem(parsed.command, "needs ID or --all") }
    return .refresh(parsed.tasks)
  }
}
