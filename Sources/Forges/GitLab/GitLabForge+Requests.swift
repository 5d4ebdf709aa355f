import JSON
package import Model

extension GitLabForge {
  package func pullRequest(_ repository: ForgeRepository, head: String) async throws(ForgeError) -> PullRequest? {
    let call = ForgeCall(
      place(repository) + ["merge_requests"], doing: "Looking for the merge request of \(ForgeWords.clean(head)) in \(repository.path)",
      query: [("source_branch", head), ("state", "all"), ("order_by", "created_at"), ("sort", "desc"), ("scope", "all")])
    let page = try await page(call, 1)
    let newest = page.elements.first { GitLabDecoder.isOwn($0) && $0["source_branch"]?.string == head }
    guard let newest else { return nil }
    return try found(GitLabDecoder.request(newest), call, "a merge request was expected")
  }

  package func pullRequest(_ repository: ForgeRepository, number: Int) async throws(ForgeError) -> PullRequest {
    let call = ForgeCall(place(repository, number), doing: "Reading merge request \(repository.path)!\(number)")
    return try found(GitLabDecoder.request(try await send(call).body), call, "a merge request was expected")
  }

  package func open(_ text: PullRequestText, in repository: ForgeRepository) async throws(ForgeError) -> PullRequest {
    let (reviewers, remarks) = try await numbers(of: text.reviewers, repository)
    var body: JSONValue = [
      "source_branch": .string(text.head), "target_branch": .string(text.base),
      "title": .string(GitLabDraft.join(text.title, isDraft: text.isDraft)), "description": .string(GitLabText.withoutOrders(text.body)),
    ]
    if !text.labels.isEmpty { body = body.with("labels", .string(text.labels.joined(separator: ","))) }
    if !reviewers.isEmpty { body = body.with("reviewer_ids", .array(reviewers.map { .integer($0) })) }
    let call = ForgeCall(
      "POST", place(repository) + ["merge_requests"],
      doing: "Opening a merge request for \(ForgeWords.clean(text.head)) in \(repository.path)", body: body)
    var request = try found(GitLabDecoder.request(try await send(call).body), call, "the merge request was expected")
    request.remarks = remarks
    return request
  }

  package func update(_ number: Int, to text: PullRequestText, in repository: ForgeRepository) async throws(ForgeError) -> PullRequest {
    let doing = "Changing merge request \(repository.path)!\(number)"
    let reading = ForgeCall(place(repository, number), doing: doing)
    let now = try found(GitLabDecoder.request(try await send(reading).body), reading, "a merge request was expected")
    guard now.state == .open else {
      throw ForgeError(.refused, "\(doing): it was \(now.state.rawValue) meanwhile; publish under another branch.")
    }
    var body: JSONValue = [
      "title": .string(GitLabDraft.join(text.title, isDraft: text.isDraft)), "description": .string(GitLabText.withoutOrders(text.body)),
    ]
    if now.base != text.base { body = body.with("target_branch", .string(text.base)) }
    let missing = text.labels.filter { label in !now.labels.contains { $0.lowercased() == label.lowercased() } }
    if !missing.isEmpty { body = body.with("add_labels", .string(missing.joined(separator: ","))) }
    let call = ForgeCall("PUT", place(repository, number), doing: doing, body: body)
    return try found(GitLabDecoder.request(try await send(call).body), call, "the merge request was expected")
  }

  /// GitLab evaluates its rules when a pipeline is made; a changed title or label makes none.
  package func startChecks(_ repository: ForgeRepository, number: Int) async throws(ForgeError) -> Bool {
    let call = ForgeCall(
      "POST", place(repository, number) + ["pipelines"], doing: "Starting the pipeline of merge request \(repository.path)!\(number)",
      wanted: .nothing)
    _ = try await send(call)
    return true
  }

  package func reviewNotes(_ repository: ForgeRepository, number: Int) async throws(ForgeError) -> [ReviewNote] {
    let doing = "Reading the review of \(repository.path)!\(number)"
    let discussions = try await all(ForgeCall(place(repository, number) + ["discussions"], doing: doing), limit: Self.commentLimit)
    let notes = discussions.flatMap { GitLabDecoder.reviewNotes($0, page: nil) }
    return notes.sorted { ($0.created, $0.id) < ($1.created, $1.id) }
  }

  private func place(_ repository: ForgeRepository, _ number: Int) -> [String] {
    place(repository) + ["merge_requests", String(number)]
  }

  /// The numbers of users, and a sentence for each that GitLab does not know.
  private func numbers(of names: [String], _ repository: ForgeRepository) async throws(ForgeError) -> ([Int64], [String]) {
    var numbers: [Int64] = []
    var remarks: [String] = []
    for name in names {
      let shown = ForgeWords.clean(name)
      let call = ForgeCall(["users"], doing: "Looking up the reviewer \(shown)", query: [("username", name)])
      let users = try found(try await send(call).body.array, call, "a list of users was expected")
      if let number = users.first(where: { $0["username"]?.string?.lowercased() == name.lowercased() }).flatMap(GitLabDecoder.identifier) {
        numbers.append(number)
      } else {
        remarks.append("Asking \(shown) to review in \(repository.path): \(host) knows nobody by that name; correct it, or ask them there.")
      }
    }
    return (numbers, remarks)
  }
}
