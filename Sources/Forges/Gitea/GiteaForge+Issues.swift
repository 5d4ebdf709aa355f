import JSON
package import Model

/// Issues, their comments and their labels.
extension GiteaForge {
  /// A page of issues. The forge lists them by when they were opened, so that only what is on one page is in the order of change.
  package func issues(_ repository: ForgeRepository, _ filter: IssueFilter, page: Int) async throws(ForgeError) -> Page<ForgeIssue> {
    var filter = filter
    if filter.assignee == "@me" { filter.assignee = try await login() }
    var call = ForgeCall(path(repository, "issues"), doing: "Listing issues of \(repository.path)")
    call.query = [("type", "issues"), ("state", filter.state.rawValue)]
    if !filter.labels.isEmpty { call.query.append(("labels", filter.labels.joined(separator: ","))) }
    if let milestone = filter.milestone { call.query.append(("milestones", milestone)) }
    if let assignee = filter.assignee { call.query.append(("assigned_by", assignee)) }
    if let words = filter.query { call.query.append(("q", words)) }
    let found = try await transport.page(call, page, size: Self.pageSize, sizeName: Self.sizeName)
    // Versions differ in whether several labels mean all or any, and names that do not exist are passed over: what does not meet the filter is left out here.
    let issues = found.elements.compactMap { issue($0, in: repository) }.filter { Self.meets(filter, $0) }
    return Page(issues.sorted { ($0.updated, $0.number) > ($1.updated, $1.number) }, next: found.next)
  }

  private static func meets(_ filter: IssueFilter, _ issue: ForgeIssue) -> Bool {
    let labels = Set(issue.labels.map { $0.lowercased() })
    if filter.labels.contains(where: { !labels.contains($0.lowercased()) }) { return false }
    if let milestone = filter.milestone, issue.milestone?.lowercased() != milestone.lowercased() { return false }
    guard let assignee = filter.assignee?.lowercased() else { return true }
    return issue.assignees.contains { $0.lowercased() == assignee }
  }

  package func issue(_ reference: IssueReference) async throws(ForgeError) -> ForgeIssue {
    let call = ForgeCall(path(reference.repository, "issues", String(reference.number)), doing: "Reading issue \(reference.text)")
    let body = try await transport.send(call).body
    guard var issue = issue(body, in: reference.repository) else { throw transport.unreadable(call, "an issue without number or title") }
    if issue.commentCount > 0 { issue.comments = try await comments(reference) } else { issue.comments = [] }
    return issue
  }

  package func comment(_ text: String, on reference: IssueReference) async throws(ForgeError) -> IssueComment {
    let call = ForgeCall(
      "POST", path(reference.repository, "issues", String(reference.number), "comments"), doing: "Commenting on \(reference.text)",
      body: ["body": .string(text)])
    guard let comment = comment(try await transport.send(call).body) else { throw transport.unreadable(call, "a comment without id") }
    return comment
  }

  package func comments(_ reference: IssueReference) async throws(ForgeError) -> [IssueComment] {
    let call = ForgeCall(
      path(reference.repository, "issues", String(reference.number), "comments"), doing: "Reading the comments on \(reference.text)")
    guard let list = try await transport.send(call).body.array else { throw transport.unreadable(call, "a list was expected") }
    return list.compactMap(comment).sorted { ($0.created, $0.id) < ($1.created, $1.id) }
  }

  package func setOpen(_ isOpen: Bool, _ reference: IssueReference) async throws(ForgeError) {
    _ = try await transport.send(
      ForgeCall(
        "PATCH", path(reference.repository, "issues", String(reference.number)),
        doing: "\(isOpen ? "Opening" : "Closing") issue \(reference.text)", body: ["state": .string(isOpen ? "open" : "closed")],
        wanted: .nothing))
  }

  package func label(_ reference: IssueReference, add: [String], remove: [String]) async throws(ForgeError) {
    let place = path(reference.repository, "issues", String(reference.number), "labels")
    let doing = "Labelling \(reference.text)"
    let list = try await transport.send(ForgeCall(place, doing: doing)).body.array ?? []
    let has = list.compactMap(Self.label)
    let wanted = add.filter { name in !has.contains { $0.name.lowercased() == name.lowercased() } }
    if !wanted.isEmpty {
      let numbers = try await labelNumbers(wanted, in: reference.repository, doing)
      _ = try await transport.send(
        ForgeCall("POST", place, doing: doing, body: ["labels": .array(numbers.map { .integer($0) })], wanted: .nothing))
    }
    for name in remove {
      guard let found = has.first(where: { $0.name.lowercased() == name.lowercased() }) else { continue }
      do throws(ForgeError) {
        _ = try await transport.send(ForgeCall("DELETE", place + [String(found.number)], doing: doing, wanted: .nothing))
      } catch  where error.kind == .notFound {
        // Somebody was quicker.
        continue
      }
    }
  }

  /// The numbers of labels by their names, which are made where there are none.
  func labelNumbers(_ names: [String], in repository: ForgeRepository, _ doing: String) async throws(ForgeError) -> [Int64] {
    guard !names.isEmpty else { return [] }
    let list = try await transport.all(
      ForgeCall(path(repository, "labels"), doing: doing), size: Self.pageSize, sizeName: Self.sizeName)
    var known = Dictionary(list.compactMap(Self.label).map { ($0.name.lowercased(), $0.number) }) { first, _ in first }
    if names.contains(where: { known[$0.lowercased()] == nil }) {
      for label in try await labels(ofOrganisation: repository.owner, doing) where known[label.name.lowercased()] == nil {
        known[label.name.lowercased()] = label.number
      }
    }
    var numbers: [Int64] = []
    for name in names {
      if let number = known[name.lowercased()] {
        if !numbers.contains(number) { numbers.append(number) }
        continue
      }
      let call = ForgeCall(
        "POST", path(repository, "labels"), doing: "\(doing): making the label “\(name)”",
        body: ["name": .string(name), "color": .string(Self.colour(of: name))])
      guard let made = Self.label(try await transport.send(call).body) else { throw transport.unreadable(call, "a label without id") }
      known[name.lowercased()] = made.number
      numbers.append(made.number)
    }
    return numbers
  }

  /// The labels that all repositories of an organisation have; none when the owner is a person, or the token may not read organisations.
  private func labels(ofOrganisation name: String, _ doing: String) async throws(ForgeError) -> [(number: Int64, name: String)] {
    do throws(ForgeError) {
      let list = try await transport.all(
        ForgeCall(["orgs", name, "labels"], doing: doing), size: Self.pageSize, sizeName: Self.sizeName)
      return list.compactMap(Self.label)
    } catch {
      guard [.notFound, .missingScope, .refused].contains(error.kind) else { throw error }
      return []
    }
  }

  /// The number and the name of a label.
  static func label(_ value: JSONValue) -> (number: Int64, name: String)? {
    guard let number = value["id"]?.int, let name = value["name"]?.string else { return nil }
    return (Int64(number), name)
  }

  /// A colour that a new label gets: always the same for a name, never very light or dark.
  private static func colour(of name: String) -> String {
    var sum: UInt32 = 2_166_136_261
    for byte in name.utf8 { sum = (sum ^ UInt32(byte)) &* 16_777_619 }
    let digits = [sum, sum >> 8, sum >> 16].map { part in
      let text = String(64 + part & 0x7f, radix: 16)
      return text.utf8.count == 1 ? "0\(text)" : text
    }
    return "#" + digits.joined()
  }
}
