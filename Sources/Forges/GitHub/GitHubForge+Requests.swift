import JSON
package import Model

extension GitHubForge {
  package func pullRequest(_ repository: ForgeRepository, head: String) async throws(ForgeError) -> PullRequest? {
    if let found = try await newest(repository, head, owner: repository.owner) { return found }
    // A repository that has moved answers under its old name, but its branches have a new owner.
    let owner = try await facts(repository).repository.owner
    return owner.lowercased() == repository.owner.lowercased() ? nil : try await newest(repository, head, owner: owner)
  }

  package func pullRequest(_ repository: ForgeRepository, number: Int) async throws(ForgeError) -> PullRequest {
    try await raw(repository, number).request
  }

  package func open(_ text: PullRequestText, in repository: ForgeRepository) async throws(ForgeError) -> PullRequest {
    let call = ForgeCall(
      "POST", place(repository) + ["pulls"], doing: "Opening a pull request for \(ForgeWords.clean(text.head)) in \(repository.path)",
      body: [
        "title": .string(text.title), "body": .string(text.body), "head": .string(text.head), "base": .string(text.base),
        "draft": .bool(text.isDraft),
      ])
    var request = try found(GitHubDecoder.pullRequest(try await send(call).body), call, "the pull request was expected")
    // It is open now: what cannot be done besides is told with it, and does not lose it.
    let reference = IssueReference(repository, request.number, isRequest: true)
    if !text.labels.isEmpty {
      do throws(ForgeError) {
        try await label(reference, add: text.labels, remove: [])
        request.labels = Self.joined(request.labels, text.labels)
      } catch { request.remarks.append(error.text) }
    }
    request.remarks += await ask(text.reviewers, reference)
    return request
  }

  package func update(_ number: Int, to text: PullRequestText, in repository: ForgeRepository) async throws(ForgeError) -> PullRequest {
    let doing = "Changing pull request \(repository.path)#\(number)"
    let (old, id) = try await raw(repository, number)
    guard old.state == .open else {
      throw ForgeError(.refused, "\(doing): it was \(old.state == .merged ? "merged" : "closed") meanwhile; publish under another branch.")
    }
    var body: JSONValue = ["title": .string(text.title), "body": .string(text.body)]
    if old.base != text.base { body = body.with("base", .string(text.base)) }
    let call = ForgeCall("PATCH", place(repository) + ["pulls", String(number)], doing: doing, body: body)
    var request = try found(GitHubDecoder.pullRequest(try await send(call).body), call, "the pull request was expected")
    let missing = text.labels.filter { label in !request.labels.contains { $0.lowercased() == label.lowercased() } }
    if !missing.isEmpty {
      try await label(IssueReference(repository, number, isRequest: true), add: missing, remove: [])
      request.labels = Self.joined(request.labels, missing)
    }
    if request.isDraft != text.isDraft {
      try await mark(id, isDraft: text.isDraft, doing)
      request.isDraft = text.isDraft
    }
    return request
  }

  package func reviewNotes(_ repository: ForgeRepository, number: Int) async throws(ForgeError) -> [ReviewNote] {
    let doing = "Reading the review of \(repository.path)#\(number)"
    let pull = place(repository) + ["pulls", String(number)]
    let comments = try await list(ForgeCall(pull + ["comments"], doing: doing))
    let reviews = try await list(ForgeCall(pull + ["reviews"], doing: doing))
    let resolved = comments.isEmpty ? [] : try await resolved(repository, number, doing)
    let notes =
      comments.compactMap { GitHubDecoder.reviewComment($0, resolved: resolved) } + reviews.compactMap(GitHubDecoder.review)
    return notes.sorted { ($0.created, $0.id) < ($1.created, $1.id) }
  }

  // MARK: Pieces

  private func newest(_ repository: ForgeRepository, _ head: String, owner: String) async throws(ForgeError) -> PullRequest? {
    let call = ForgeCall(
      place(repository) + ["pulls"], doing: "Looking for a pull request of \(ForgeWords.clean(head)) in \(repository.path)",
      query: [
        ("head", "\(owner):\(head)"), ("state", "all"), ("sort", "created"), ("direction", "desc"), ("per_page", "20"),
      ])
    let all = try found(try await send(call).body.array, call, "a list was expected")
    guard let newest = all.first(where: { GitHubDecoder.brings($0, branch: head) }) else { return nil }
    return try found(GitHubDecoder.pullRequest(newest), call, "a pull request was expected")
  }

  /// A pull request and the name that GraphQL has for it.
  private func raw(_ repository: ForgeRepository, _ number: Int) async throws(ForgeError) -> (request: PullRequest, id: String) {
    let call = ForgeCall(
      place(repository) + ["pulls", String(number)], doing: "Reading pull request \(repository.path)#\(number)")
    let body = try await send(call).body
    return (try found(GitHubDecoder.pullRequest(body), call, "a pull request was expected"), body["node_id"]?.string ?? "")
  }

  /// Asks for reviews. One reviewer that the forge does not know makes it refuse all of them, so then they are asked one by one.
  /// - Returns: a sentence for each that could not be asked.
  private func ask(_ reviewers: [String], _ reference: IssueReference) async -> [String] {
    guard !reviewers.isEmpty else { return [] }
    func call(_ names: [String]) -> ForgeCall {
      ForgeCall(
        "POST", place(reference.repository) + ["pulls", String(reference.number), "requested_reviewers"],
        doing: "Asking \(ForgeWords.clean(names.joined(separator: ", "))) to review \(reference.text)",
        body: ["reviewers": .array(names.map(JSONValue.string))], wanted: .nothing)
    }
    do throws(ForgeError) { _ = try await send(call(reviewers)) } catch {
      guard error.kind == .refused, reviewers.count > 1 else { return [error.text] }
      var remarks: [String] = []
      for name in reviewers {
        do throws(ForgeError) { _ = try await send(call([name])) } catch { remarks.append(error.text) }
      }
      return remarks
    }
    return []
  }

  private func mark(_ id: String, isDraft: Bool, _ doing: String) async throws(ForgeError) {
    let name = isDraft ? "convertPullRequestToDraft" : "markPullRequestReadyForReview"
    var variables = JSONObject()
    variables["id"] = .string(id)
    _ = try await graph(
      "mutation($id: ID!) { \(name)(input: {pullRequestId: $id}) { pullRequest { isDraft } } }", variables, doing: doing)
  }

  /// The comments whose threads are resolved. Comments are worth more than that: a token that may not ask GraphQL gets them as unresolved.
  private func resolved(_ repository: ForgeRepository, _ number: Int, _ doing: String) async throws(ForgeError) -> Set<Int64> {
    var all: Set<Int64> = []
    var cursor: String?
    for _ in 0..<10 {
      var variables = JSONObject()
      variables["owner"] = .string(repository.owner)
      variables["name"] = .string(repository.name)
      variables["number"] = .integer(Int64(number))
      variables["after"] = JSONValue(cursor)
      let answer: JSONValue
      do throws(ForgeError) { answer = try await graph(Self.threads, variables, doing: doing) } catch {
        guard error.kind == .missingScope || error.kind == .refused || error.kind == .notFound else { throw error }
        return all
      }
      guard let page = GitHubDecoder.resolvedThreads(answer) else {
        throw transport.unreadable(ForgeCall([], doing: doing), "review threads were expected")
      }
      all.formUnion(page.comments)
      guard let next = page.next else { break }
      cursor = next
    }
    return all
  }

  private static let threads = """
    query($owner: String!, $name: String!, $number: Int!, $after: String) { repository(owner: $owner, name: $name) { \
    pullRequest(number: $number) { reviewThreads(first: 100, after: $after) { nodes { isResolved \
    comments(first: 100) { nodes { databaseId } } } pageInfo { hasNextPage endCursor } } } } }
    """

  private static func joined(_ some: [String], _ more: [String]) -> [String] {
    some + more.filter { label in !some.contains { $0.lowercased() == label.lowercased() } }
  }
}
