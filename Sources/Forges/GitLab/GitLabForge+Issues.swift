import JSON
package import Model

extension GitLabForge {
  package func issues(_ repository: ForgeRepository, _ filter: IssueFilter, page: Int) async throws(ForgeError) -> Page<ForgeIssue> {
    let state =
      switch filter.state {
      case .open: "opened"
      case .closed: "closed"
      case .all: "all"
      }
    var call = ForgeCall(
      place(repository) + ["issues"], doing: "Listing issues of \(repository.path)",
      query: [("state", state), ("order_by", "updated_at"), ("sort", "desc"), ("scope", "all")])
    if !filter.labels.isEmpty { call.query.append(("labels", filter.labels.joined(separator: ","))) }
    if let milestone = filter.milestone { call.query.append(("milestone", milestone)) }
    if let assignee = filter.assignee { call.query.append(("assignee_username", assignee == "@me" ? try await login() : assignee)) }
    if let query = filter.query, query.contains(where: { !$0.isWhitespace }) {
      call.query += [("search", query), ("in", "title,description")]
    }
    let found = try await self.page(call, page)
    let issues = found.elements.compactMap(GitLabDecoder.issue)
    guard issues.count == found.elements.count else { throw transport.unreadable(call, "issues were expected") }
    return Page(issues, next: found.next)
  }

  package func issue(_ reference: IssueReference) async throws(ForgeError) -> ForgeIssue {
    let call = ForgeCall(
      place(reference.repository) + ["issues", String(reference.number)], doing: "Reading issue \(reference.text)")
    var issue = try found(GitLabDecoder.issue(try await send(call).body), call, "an issue was expected")
    issue.comments = issue.commentCount > 0 ? try await comments(reference, page: issue.url) : []
    return issue
  }

  package func comments(_ reference: IssueReference) async throws(ForgeError) -> [IssueComment] {
    try await comments(reference, page: nil)
  }

  package func comment(_ text: String, on reference: IssueReference) async throws(ForgeError) -> IssueComment {
    let call = ForgeCall(
      "POST", place(reference) + ["notes"], doing: "Commenting on \(reference.text)",
      body: ["body": .string(GitLabText.withoutOrders(text))])
    return try found(GitLabDecoder.comment(try await send(call).body, page: nil), call, "the comment was expected")
  }

  package func label(_ reference: IssueReference, add: [String], remove: [String]) async throws(ForgeError) {
    guard !add.isEmpty || !remove.isEmpty else { return }
    var body: JSONValue = [:]
    if !add.isEmpty { body = body.with("add_labels", .string(add.joined(separator: ","))) }
    if !remove.isEmpty { body = body.with("remove_labels", .string(remove.joined(separator: ","))) }
    _ = try await send(ForgeCall("PUT", place(reference), doing: "Labelling \(reference.text)", body: body, wanted: .nothing))
  }

  package func setOpen(_ isOpen: Bool, _ reference: IssueReference) async throws(ForgeError) {
    _ = try await send(
      ForgeCall(
        "PUT", place(reference), doing: "\(isOpen ? "Opening" : "Closing") issue \(reference.text)",
        body: ["state_event": .string(isOpen ? "reopen" : "close")], wanted: .nothing))
  }

  private func comments(_ reference: IssueReference, page: String?) async throws(ForgeError) -> [IssueComment] {
    let call = ForgeCall(
      place(reference) + ["notes"], doing: "Reading the comments of \(reference.text)",
      query: [("sort", "asc"), ("order_by", "created_at")])
    return try await all(call, limit: Self.commentLimit).compactMap { GitLabDecoder.comment($0, page: page) }
  }

  private func place(_ reference: IssueReference) -> [String] {
    place(reference.repository) + [reference.isRequest ? "merge_requests" : "issues", String(reference.number)]
  }
}
