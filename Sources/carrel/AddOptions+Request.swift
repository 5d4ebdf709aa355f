import Arguments
import Model
import Wire

extension AddOptions {
  /// The service's request, without drafts.
  func request(directory: String) -> EnqueueRequest {
    var request = EnqueueRequest(drafts: [], directory: directory)
    request.engine = engines.first
    request.engines = engines
    request.bestOf = bestOf
    request.chain = chain
    request.steps = steps
    request.repository = repository
    request.base = base
    request.model = model
    request.mode = mode
    request.effort = effort
    request.priority = priority
    request.after = after.map(\.description)
    request.budgetUSD = budgetUSD
    request.maxTurns = maxTurns
    request.maxTokens = maxTokens
    request.fallback = fallback
    request.timeoutSeconds = timeoutSeconds
    request.allowedHosts = allowedHosts.isEmpty ? nil : allowedHosts
    request.canaries = canaries
    request.goesByItself = goesByItself ? true : nil
    request.again = again
    return request
  }
}

extension ImportOptions {
  /// The service's request.
  func request(directory: String) -> ImportRequest {
    let question = IssueQuestion(repository: repository, directory: directory, tracker: tracker, filter: filter)
    return ImportRequest(
      question: question, enqueue: add.request(directory: directory), limit: limit, isRehearsal: add.dryRun, updates: updates)
  }
}
