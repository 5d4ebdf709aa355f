import JSON
package import Model

/// Pull requests.
extension GiteaForge {
  /// Pages of closed requests that are looked through for a branch, most lately changed first.
  private static let closedPages = 20

  package func pullRequest(_ repository: ForgeRepository, head: String) async throws(ForgeError) -> PullRequest? {
    // The API's `/pulls/{base}/{head}` gives any one of several, and wants to know the base: the lists are looked through instead. An open one is what counts.
    if let open = try await newest(repository, head, "open", pages: ForgeTransport.pageLimit) { return open }
    return try await newest(repository, head, "closed", pages: Self.closedPages)
  }

  private func newest(_ repository: ForgeRepository, _ head: String, _ state: String, pages: Int) async throws(ForgeError) -> PullRequest? {
    var call = ForgeCall(path(repository, "pulls"), doing: "Looking for the pull request of \(head) in \(repository.path)")
    call.query = [("state", state), ("sort", "recentupdate")]
    var number: Int? = 1
    while let next = number, next <= pages {
      let page = try await transport.page(call, next, size: Self.pageSize, sizeName: Self.sizeName)
      let found = page.elements.filter { Self.isOwn($0) && Self.head($0) == head }.compactMap(request)
      if let newest = found.max(by: { $0.number < $1.number }) { return newest }
      number = page.next
    }
    return nil
  }

  package func pullRequest(_ repository: ForgeRepository, number: Int) async throws(ForgeError) -> PullRequest {
    let call = ForgeCall(path(repository, "pulls", String(number)), doing: "Reading pull request \(number) of \(repository.path)")
    guard let found = request(try await transport.send(call).body) else {
      throw transport.unreadable(call, "a pull request without head or base")
    }
    return found
  }

  package func open(_ text: PullRequestText, in repository: ForgeRepository) async throws(ForgeError) -> PullRequest {
    let doing = "Opening a pull request in \(repository.path)"
    let numbers = try await labelNumbers(text.labels, in: repository, doing)
    var call = ForgeCall("POST", path(repository, "pulls"), doing: doing)
    var body: JSONValue = [
      "title": .string(DraftTitle.join(text.title, isDraft: text.isDraft)), "body": .string(text.body), "head": .string(text.head),
      "base": .string(text.base),
    ]
    if !numbers.isEmpty { body = body.with("labels", .array(numbers.map { .integer($0) })) }
    call.body = body
    guard let made = request(try await transport.send(call).body) else {
      throw transport.unreadable(call, "a pull request without head or base")
    }
    guard !text.reviewers.isEmpty else { return made }
    let asking = ForgeCall(
      "POST", path(repository, "pulls", String(made.number), "requested_reviewers"),
      doing: "Asking \(text.reviewers.joined(separator: ", ")) to look at pull request \(made.number) of \(repository.path), which is open",
      body: ["reviewers": .array(text.reviewers.map { .string($0) })], wanted: .nothing)
    _ = try await transport.send(asking)
    return made
  }

  package func update(_ number: Int, to text: PullRequestText, in repository: ForgeRepository) async throws(ForgeError) -> PullRequest {
    let doing = "Changing pull request \(number) of \(repository.path)"
    let place = path(repository, "pulls", String(number))
    let reading = ForgeCall(place, doing: doing)
    let value = try await transport.send(reading).body
    guard let now = request(value) else { throw transport.unreadable(reading, "a pull request without head or base") }
    guard now.state == .open else {
      throw ForgeError(.refused, "\(doing): it is \(now.state.rawValue) meanwhile; open a new one, or leave it.")
    }
    var body: JSONValue = ["title": .string(DraftTitle.join(text.title, isDraft: text.isDraft)), "body": .string(text.body)]
    if now.base != text.base { body = body.with("base", .string(text.base)) }
    let missing = text.labels.filter { name in !now.labels.contains { $0.lowercased() == name.lowercased() } }
    if !missing.isEmpty {
      let has = (value["labels"]?.array ?? []).compactMap { Self.label($0)?.number }
      let numbers = try await labelNumbers(missing, in: repository, doing)
      body = body.with("labels", .array((has + numbers).map { .integer($0) }))
    }
    let call = ForgeCall("PATCH", place, doing: doing, body: body)
    guard let changed = request(try await transport.send(call).body) else {
      throw transport.unreadable(call, "a pull request without head or base")
    }
    return changed
  }

  package func reviewNotes(_ repository: ForgeRepository, number: Int) async throws(ForgeError) -> [ReviewNote] {
    let place = path(repository, "pulls", String(number), "reviews")
    let doing = "Reading the reviews of pull request \(number) of \(repository.path)"
    let reviews = try await transport.all(ForgeCall(place, doing: doing), size: Self.pageSize, sizeName: Self.sizeName, limit: 500)
    var notes: [ReviewNote] = []
    for review in reviews {
      guard let id = review["id"]?.int, let state = review["state"]?.string, state != "PENDING", state != "REQUEST_REVIEW" else { continue }
      if let body = Self.text(review["body"]) {
        // Reviews and comments are counted apart: a review's own words get its number below zero, so that no two notes are one.
        notes.append(
          ReviewNote(
            id: 0 &- Int64(id), author: Self.login(review["user"]), body: body, isResolved: review["dismissed"]?.bool ?? false,
            created: Self.moment(review["submitted_at"]), url: Self.text(review["html_url"])))
      }
      guard (review["comments_count"]?.int ?? 0) > 0 else { continue }
      let comments = ForgeCall(place + [String(id), "comments"], doing: doing)
      guard let list = try await transport.send(comments).body.array else { throw transport.unreadable(comments, "a list was expected") }
      notes += list.compactMap(note)
    }
    return notes.sorted { ($0.created, $0.id) < ($1.created, $1.id) }
  }

  private func note(_ value: JSONValue) -> ReviewNote? {
    guard let id = value["id"]?.int else { return nil }
    let line = value["position"]?.int ?? 0
    return ReviewNote(
      id: Int64(id), author: Self.login(value["user"]), body: value["body"]?.string ?? "", path: Self.text(value["path"]),
      line: line > 0 ? line : nil, isResolved: value["resolver"]?.object != nil, created: Self.moment(value["created_at"]),
      url: Self.text(value["html_url"]))
  }

  /// The newest status of each context, as Actions and other services report them.
  package func checks(_ repository: ForgeRepository, commit: String) async throws(ForgeError) -> [CICheck] {
    let call = ForgeCall(
      path(repository, "commits", commit, "status"), doing: "Reading the checks of \(commit.prefix(12)) in \(repository.path)")
    var checks: [CICheck] = []
    var page = 1
    while page <= 20 {
      var asked = call
      asked.query = [("page", String(page)), (Self.sizeName, String(Self.pageSize))]
      let answer = try await transport.send(asked)
      let list = answer.body["statuses"]?.array ?? []
      checks += list.map { status in
        CICheck(
          name: status["context"]?.string ?? "", state: Self.state(status["status"]?.string), text: status["description"]?.string ?? "",
          url: Self.text(status["target_url"]))
      }
      guard !list.isEmpty, let total = answer.body["total_count"]?.int, checks.count < total else { break }
      page += 1
    }
    return checks
  }

  private static func state(_ text: String?) -> CIState {
    switch text {
    case "success", "warning": .passed
    case "error", "failure": .failed
    case "pending": .running
    default: .none
    }
  }
}
