package import Arguments
internal import JSON
package import Model
package import Wire

/// Issues of forges and trackers.
extension Commands {
  /// `carrel import`.
  package func importIssues(_ request: ImportRequest, json: Bool) async throws(ClientError) -> ExitCode {
    // A forge may ask to wait, for up to an hour: that is said while it lasts.
    let (notices, output) = (client.notices, output)
    let telling = Task {
      for await notice in notices { if case .message(_, let text) = notice { output.note("carrel: \(PlainText.line(text))") } }
    }
    defer { telling.cancel() }
    guard case .imported(let report) = try await client.request(.importIssues(request)) else { throw .disconnected }
    if json {
      output.line(ImportText.json(report).serialized(pretty: true))
    } else {
      for line in ImportText.lines(report, isTerminal: output.isTerminal) { output.line(line) }
    }
    for note in ImportText.notes(report) { output.note("carrel: \(note)") }
    return report.problem == nil ? .done : .failed
  }

  /// `carrel import --tell`.
  package func tellIssues(_ ids: [TaskID]) async throws(ClientError) -> ExitCode {
    let (client, output, author) = (client, output, author)
    return try await each(ids) { (id) throws(ClientError) in
      guard case .text(let text) = try await client.request(.takeIssue(id, author: author)) else { throw .disconnected }
      output.line(PlainText.line(text))
    }
  }

  /// Fetches the texts of drafts that are only names, as far as the service says that it can.
  /// - Parameter drafts: as `preview` gave them.
  package func fetched(_ drafts: [TicketDraft], repository: String?, directory: String) async throws(ClientError) -> [TicketDraft] {
    var drafts = drafts
    let names = drafts.compactMap(\.fetch)
    for start in stride(from: 0, to: names.count, by: 20) {
      let some = Array(names[start..<min(start + 20, names.count)])
      guard case .fetched(let issues) = try await client.request(.fetchIssues(some, repository: repository, directory: directory)) else {
        throw .disconnected
      }
      for issue in issues { for index in drafts.indices where drafts[index].fetch == issue.name { drafts[index].take(issue) } }
    }
    return drafts
  }
}
