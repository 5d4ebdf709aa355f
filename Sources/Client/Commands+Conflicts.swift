package import Arguments
internal import JSON
package import Model
internal import Wire

extension Commands {
  /// `carrel conflicts`: 1 when anything does not merge, so that scripts see it.
  package func conflicts(_ question: CollisionQuestion, json: Bool) async throws(ClientError) -> ExitCode {
    guard case .conflicts(let reports) = try await client.request(.conflicts(question)) else { throw .disconnected }
    let titles = Dictionary(try await tasks().map { ($0.id, $0.ticket.title) }, uniquingKeysWith: { first, _ in first })
    if json {
      output.line(CollisionText.json(reports, titles: titles).serialized(pretty: true))
    } else {
      for (place, report) in reports.enumerated() {
        if place > 0 { output.line("") }
        for line in CollisionText.lines(report, titles: titles) { output.line(line) }
      }
      if reports.isEmpty { output.note("No task has a change that could be in the way of another.") }
    }
    return reports.contains(where: \.hasConflicts) ? .failed : .done
  }

  /// `carrel rebase`.
  package func rebase(_ id: TaskID) async throws(ClientError) {
    guard case .text(let line) = try await client.request(.rebase(id, author: author)) else { throw .disconnected }
    output.line(PlainText.line(line))
  }
}
