package import Arguments
package import Model
internal import Wire

/// What comes after a pull request was opened.
extension Commands {
  /// `carrel send --reviews`.
  /// - Parameter only: numbers as `carrel show` prints them; empty: all new ones that are not dealt with.
  package func sendReviews(_ id: TaskID, reviews: Bool, only: [Int], checks: Bool, words: String) async throws(ClientError) -> ExitCode {
    var order = ReviewOrder(notes: reviews ? nil : [], checks: checks, words: words)
    if !only.isEmpty {
      guard case .task(let task) = try await client.request(.task(id)) else { throw .disconnected }
      let notes = task.published?.request?.notes ?? []
      var chosen: [Int64] = []
      for number in only {
        guard notes.indices.contains(number - 1) else {
          throw .refused(Refusal(.refused, "\(id) has no comment \(number): `carrel show \(id)` lists \(notes.count) of them."))
        }
        chosen.append(notes[number - 1].id)
      }
      order.notes = chosen
    }
    guard case .text(let text) = try await client.request(.sendReviews(id, order, author: author)) else { throw .disconnected }
    output.line(PlainText.line(text))
    return .done
  }

  /// `carrel refresh`.
  package func refresh(_ ids: [TaskID]?) async throws(ClientError) -> ExitCode {
    guard case .text(let text) = try await client.request(.refreshRequests(ids)) else { throw .disconnected }
    if text.isEmpty { output.note("carrel: no task has a pull request.") }
    for line in text.split(separator: "\n") {
      output.line(line.split(separator: "\t", maxSplits: 1).map { PlainText.line(String($0)) }.joined(separator: "\t"))
    }
    return .done
  }

  /// `carrel release`. A change that nobody has looked at is asked about on a terminal, and refused without one.
  package func release(_ ids: [TaskID], yes: Bool) async throws(ClientError) -> ExitCode {
    try await each(ids) { (id) throws(ClientError) in
      var looked = yes
      if !yes, output.canAsk {
        guard case .task(let task) = try await client.request(.task(id)) else { throw .disconnected }
        if let request = task.published?.request, request.hold != nil, !task.wasLookedAt {
          let question = "\(id) was not looked at here: let the CI of \(PlainText.line(request.url)) run?"
          guard output.confirm(question) else { throw .refused(Refusal(.refused, "The CI of \(id) stays held.")) }
          looked = true
        }
      }
      guard case .text(let text) = try await client.request(.release(id, looked: looked)) else { throw .disconnected }
      output.line(PlainText.line(text))
    }
  }
}
