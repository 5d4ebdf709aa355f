package import Model
import JSON

extension GitHubForge {
  package func issues(_ repository: ForgeRepository, _ filter: IssueFilter, page: Int) async throws(ForgeError) -> Page<ForgeIssue> {
    let doing = "Listing issues of \(repository.path)"
    // Words, and labels with a comma in them, can only be searched for.
    let isSearch = filter.query?.contains { !$0.isWhitespace } ?? false || filter.labels.contains { $0.contains(",") }
    let found = isSearch ? try await search(repository, filter, page, doing) : try await list(repository, filter, page, doing)
    let issues = found.elements.filter { !GitHubDecoder.isPullRequest($0) }
    let known = issues.compactMap(GitHubDecoder.issue)
    guard known.count == issues.count else { throw transport.unreadable(ForgeCall([], doing: doing), "issues were expected") }
    return Page(known, next: found.next)
  }

  package func issue(_ reference: IssueReference) async throws(ForgeError) -> ForgeIssue {
    let call = ForgeCall(place(reference), doing: "Reading issue \(reference.text)")
    var issue = try found(GitHubDecoder.issue(try await send(call).body), call, "an issue was expected")
    issue.comments = issue.commentCount > 0 ? try await comments(reference) : []
    return issue
  }

  package func comments(_ reference: IssueReference) async throws(ForgeError) -> [IssueComment] {
    let call = ForgeCall(place(reference) + ["comments"], doing: "Reading the comments of \(reference.text)")
    return try await list(call).compactMap(GitHubDecoder.comment)
  }

  package func comment(_ text: String, on reference: IssueReference) async throws(ForgeError) -> IssueComment {
    let call = ForgeCall(
      "POST", place(reference) + ["comments"], doing: "Commenting on \(reference.text)", body: ["body": .string(text)])
    return try found(GitHubDecoder.comment(try await send(call).body), call, "the comment was expected")
  }

  package func label(_ reference: IssueReference, add: [String], remove: [String]) async throws(ForgeError) {
    let doing = "Labelling \(reference.text)"
    if !add.isEmpty {
      for label in add { try await make(label, in: reference.repository, doing) }
      _ = try await send(
        ForgeCall(
          "POST", place(reference) + ["labels"], doing: doing, body: ["labels": .array(add.map(JSONValue.string))], wanted: .nothing))
    }
    guard !remove.isEmpty else { return }
    let there = Set(try await list(ForgeCall(place(reference) + ["labels"], doing: doing)).compactMap { $0["name"]?.string?.lowercased() })
    for label in remove where there.contains(label.lowercased()) {
      let call = ForgeCall("DELETE", place(reference) + ["labels", label], doing: doing, wanted: .nothing)
      // Somebody else may have been faster.
      do throws(ForgeError) { _ = try await send(call) } catch { if error.kind != .notFound { throw error } }
    }
  }

  package func setOpen(_ isOpen: Bool, _ reference: IssueReference) async throws(ForgeError) {
    _ = try await send(
      ForgeCall(
        "PATCH", place(reference), doing: "\(isOpen ? "Opening" : "Closing") issue \(reference.text)",
        body: ["state": .string(isOpen ? "open" : "closed")], wanted: .nothing))
  }

  func place(_ reference: IssueReference) -> [String] { place(reference.repository) + ["issues", String(reference.number)] }

  // MARK: Lists

  private func list(_ repository: ForgeRepository, _ filter: IssueFilter, _ page: Int, _ doing: String) async throws(ForgeError)
    -> Page<JSONValue>
  {
    var call = ForgeCall(
      place(repository) + ["issues"], doing: doing,
      query: [("state", filter.state.rawValue), ("sort", "updated"), ("direction", "desc")])
    if !filter.labels.isEmpty { call.query.append(("labels", filter.labels.joined(separator: ","))) }
    if let title = filter.milestone {
      guard let number = try await milestone(title, in: repository, doing) else {
        throw ForgeError(.notFound, "\(doing): \(repository.path) has no milestone “\(ForgeWords.clean(title))”; look at its name there.")
      }
      call.query.append(("milestone", String(number)))
    }
    if let assignee = filter.assignee { call.query.append(("assignee", assignee == "@me" ? try await login() : assignee)) }
    return try await self.page(call, page)
  }

  private func search(_ repository: ForgeRepository, _ filter: IssueFilter, _ page: Int, _ doing: String) async throws(ForgeError)
    -> Page<JSONValue>
  {
    let number = max(1, page)
    let call = ForgeCall(
      ["search", "issues"], doing: doing,
      query: [
        ("q", GitHubSearch.text(filter, in: repository)), ("sort", "updated"), ("order", "desc"), ("per_page", String(Self.pageSize)),
        ("page", String(number)),
      ])
    let answer: ForgeAnswer
    do throws(ForgeError) { answer = try await send(call) } catch {
      // Searches do not find a repository under the name that it had before.
      guard error.kind == .refused else { throw error }
      let now = try await facts(repository).repository
      guard now != repository else { throw error }
      return try await search(now, filter, page, doing)
    }
    let elements = try found(answer.body["items"]?.array, call, "a list of items was expected")
    // A search shows its first thousand.
    let isLast = number * Self.pageSize >= 1000
    return Page(elements, next: isLast ? nil : answer.next(after: number, size: Self.pageSize, count: elements.count))
  }

  /// The number of a milestone.
  private func milestone(_ title: String, in repository: ForgeRepository, _ doing: String) async throws(ForgeError) -> Int? {
    let all = try await list(ForgeCall(place(repository) + ["milestones"], doing: doing, query: [("state", "all")]))
    return all.first { $0["title"]?.string == title }.flatMap(GitHubDecoder.number)
      ?? all.first { $0["title"]?.string?.lowercased() == title.lowercased() }.flatMap(GitHubDecoder.number)
  }

  /// Makes a label that the repository does not have.
  private func make(_ label: String, in repository: ForgeRepository, _ doing: String) async throws(ForgeError) {
    do throws(ForgeError) {
      _ = try await transport.send(ForgeCall(place(repository) + ["labels", label], doing: doing, wanted: .nothing))
    } catch {
      guard error.kind == .notFound || error.kind == .missingScope else { throw error }
      let call = ForgeCall(
        "POST", place(repository) + ["labels"], doing: doing, body: ["name": .string(label), "color": "ededed"], wanted: .nothing)
      do throws(ForgeError) { _ = try await send(call) } catch {
        // Made by somebody else between the two calls.
        guard error.kind == .refused, error.text.contains("already_exists") else { throw error }
      }
    }
  }
}
