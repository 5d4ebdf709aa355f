package import Forges
package import Model

/// A forge in memory for stories: what it holds can be looked at and changed, and what it is asked next can be made to fail.
package actor ScriptedForge: Forge, ForgeDirectory {
  package nonisolated let kind: ForgeKind
  package nonisolated let host: String
  /// Issues by reference.
  package var issues: [IssueReference: ForgeIssue] = [:]
  /// Comments by reference, of issues and of pull requests.
  package var said: [IssueReference: [IssueComment]] = [:]
  /// Pull requests in the order in which they were opened, by repository.
  package var requests: [ForgeRepository: [PullRequest]] = [:]
  /// Who was asked to look at a request.
  package var reviewers: [IssueReference: [String]] = [:]
  /// Review comments by request.
  package var notes: [IssueReference: [ReviewNote]] = [:]
  /// Checks by commit.
  package var checksOf: [String: [CICheck]] = [:]
  /// What the next calls of a name fail with, one after the other.
  package var failures: [String: [ForgeError]] = [:]
  /// How many calls of a name go well before `failures` counts for it.
  package var spared: [String: Int] = [:]
  /// The same, but what they were asked for is done before: an answer that got lost.
  package var lostAnswers: [String: [ForgeError]] = [:]
  /// Whether checks have to be started by a call.
  package var startsChecks = false
  /// What every call fails with; nil: none.
  package var trouble: ForgeError?
  /// The names of the calls that came, in order; those that failed as well.
  package private(set) var calls: [String] = []
  private var lastNumber = 100

  /// An empty forge.
  package init(kind: ForgeKind = .gitea, host: String = "git.lab") {
    self.kind = kind
    self.host = host
  }

  /// Changes what it holds.
  package func change(_ body: @Sendable (isolated ScriptedForge) -> Void) { body(self) }

  private func begin(_ name: String) throws(ForgeError) {
    calls.append(name)
    if let left = spared[name], left > 0 {
      spared[name] = left - 1
      return
    }
    if let trouble { throw trouble }
    if var next = failures[name], !next.isEmpty {
      let failure = next.removeFirst()
      failures[name] = next
      throw failure
    }
  }

  /// Issues and pull requests are numbered together here.
  private func key(_ reference: IssueReference) -> IssueReference { IssueReference(reference.repository, reference.number) }
  private func end(_ name: String) throws(ForgeError) {
    guard var next = lostAnswers[name], !next.isEmpty else { return }
    let failure = next.removeFirst()
    lostAnswers[name] = next
    throw failure
  }

  private func number() -> Int {
    lastNumber += 1
    return lastNumber
  }

  // MARK: The directory

  package func place(of address: String, fresh: Bool) async throws(ForgeError) -> ForgePlace? {
    let words = address.split(separator: "/").suffix(2).map(String.init)
    guard words.count == 2 else { return nil }
    let name = words[1].hasSuffix(".git") ? String(words[1].dropLast(4)) : words[1]
    return ForgePlace(forge: self, repository: ForgeRepository(host: host, owner: words[0], name: name))
  }

  package func place(of repository: ForgeRepository, fresh: Bool) async throws(ForgeError) -> ForgePlace {
    ForgePlace(forge: self, repository: repository)
  }

  package nonisolated func issue(_ text: String, beside remote: String?) -> IssueReference? {
    if text.hasPrefix("https://\(host)/") {
      let words = text.split(separator: "/").map(String.init)
      guard words.count == 6, words[4] == "issues", let number = Int(words[5]) else { return nil }
      return IssueReference(ForgeRepository(host: host, owner: words[2], name: words[3]), number)
    }
    let words = text.split(separator: "#", omittingEmptySubsequences: false)
    guard words.count == 2, let number = Int(words[1]) else { return nil }
    var path = words[0].split(separator: "/").map(String.init)
    if words[0].isEmpty, let remote {
      path = remote.split(separator: "/").suffix(2).map { $0.hasSuffix(".git") ? String($0.dropLast(4)) : String($0) }
    }
    guard path.count == 2 else { return nil }
    return IssueReference(ForgeRepository(host: host, owner: path[0], name: path[1]), number)
  }

  // MARK: The forge

  package func login() async throws(ForgeError) -> String {
    try begin("login")
    return "ann"
  }

  package func facts(_ repository: ForgeRepository) async throws(ForgeError) -> ForgeRepositoryFacts {
    try begin("facts")
    return ForgeRepositoryFacts(
      repository: repository, defaultBranch: "main", canPush: true, cloneURL: "https://\(host)/\(repository.path).git")
  }

  package func issues(_ repository: ForgeRepository, _ filter: IssueFilter, page: Int) async throws(ForgeError) -> Page<ForgeIssue> {
    try begin("issues")
    let all = issues.filter { $0.key.repository == repository }.map(\.value).sorted { $0.number < $1.number }
    let found = all.filter { issue in
      (filter.state == .all || issue.isOpen == (filter.state == .open)) && filter.labels.allSatisfy(issue.labels.contains)
        && (filter.milestone.map { issue.milestone == $0 } ?? true) && (filter.assignee.map(issue.assignees.contains) ?? true)
        && (filter.query.map { issue.title.contains($0) || issue.body.contains($0) } ?? true)
    }
    let rest = found.dropFirst((page - 1) * 50)
    return Page(Array(rest.prefix(50)), next: rest.count > 50 ? page + 1 : nil)
  }

  package func issue(_ reference: IssueReference) async throws(ForgeError) -> ForgeIssue {
    try begin("issue")
    guard var issue = issues[reference] else { throw ForgeError(.notFound, "Reading \(reference.text): there is no such issue.") }
    issue.comments = said[key(reference)] ?? []
    return issue
  }

  package func comment(_ text: String, on reference: IssueReference) async throws(ForgeError) -> IssueComment {
    try begin("comment")
    let comment = IssueComment(id: Int64(number()), author: "ann", body: text, created: Timestamp(milliseconds: 0))
    said[key(reference), default: []].append(comment)
    try end("comment")
    return comment
  }

  package func comments(_ reference: IssueReference) async throws(ForgeError) -> [IssueComment] {
    try begin("comments")
    return said[key(reference)] ?? []
  }

  package func label(_ reference: IssueReference, add: [String], remove: [String]) async throws(ForgeError) {
    try begin("label")
    func changed(_ labels: [String]) -> [String] { labels.filter { !remove.contains($0) } + add.filter { !labels.contains($0) } }
    let reference = key(reference)
    if let issue = issues[reference] { issues[reference]?.labels = changed(issue.labels) }
    if let index = requests[reference.repository]?.firstIndex(where: { $0.number == reference.number }) {
      let labels = changed(requests[reference.repository]?[index].labels ?? [])
      requests[reference.repository]?[index].labels = labels
    }
    try end("label")
  }

  package func startChecks(_ repository: ForgeRepository, number: Int) async throws(ForgeError) -> Bool {
    try begin("startChecks")
    return startsChecks
  }

  package func setOpen(_ isOpen: Bool, _ reference: IssueReference) async throws(ForgeError) {
    try begin("setOpen")
    issues[reference]?.isOpen = isOpen
    try end("setOpen")
  }

  package func pullRequest(_ repository: ForgeRepository, head: String) async throws(ForgeError) -> PullRequest? {
    try begin("find")
    return requests[repository]?.last { $0.head == head }
  }

  package func pullRequest(_ repository: ForgeRepository, number: Int) async throws(ForgeError) -> PullRequest {
    try begin("request")
    guard let found = requests[repository]?.first(where: { $0.number == number }) else {
      throw ForgeError(.notFound, "Reading pull request \(number) of \(repository.path): there is none.")
    }
    return found
  }

  package func open(_ text: PullRequestText, in repository: ForgeRepository) async throws(ForgeError) -> PullRequest {
    try begin("open")
    let number = number()
    let made = PullRequest(
      number: number, url: "https://\(host)/\(repository.path)/pulls/\(number)", isDraft: text.isDraft, title: text.title, body: text.body,
      head: text.head, base: text.base, commit: "", labels: text.labels)
    requests[repository, default: []].append(made)
    reviewers[IssueReference(repository, number)] = text.reviewers
    try end("open")
    return made
  }

  package func update(_ number: Int, to text: PullRequestText, in repository: ForgeRepository) async throws(ForgeError) -> PullRequest {
    try begin("update")
    guard let index = requests[repository]?.firstIndex(where: { $0.number == number }), var found = requests[repository]?[index] else {
      throw ForgeError(.notFound, "Changing pull request \(number) of \(repository.path): there is none.")
    }
    found.title = text.title
    found.body = text.body
    found.base = text.base
    found.isDraft = text.isDraft
    found.labels += text.labels.filter { !found.labels.contains($0) }
    requests[repository]?[index] = found
    try end("update")
    return found
  }

  package func reviewNotes(_ repository: ForgeRepository, number: Int) async throws(ForgeError) -> [ReviewNote] {
    try begin("reviewNotes")
    return notes[IssueReference(repository, number)] ?? []
  }

  package func checks(_ repository: ForgeRepository, commit: String) async throws(ForgeError) -> [CICheck] {
    try begin("checks")
    return checksOf[commit] ?? []
  }
}
