package import JSON
package import Model

/// The outbox in lines and as JSON.
package enum OutboxText {
  /// `carrel outbox`: a line for each entry, in the order of approvals.
  package static func lines(_ entries: [OutboxEntry], now: Timestamp) -> [String] {
    entries.map { entry in
      let place = entry.request?.url ?? "\(entry.kind == nil ? entry.remote : entry.repository.path) \(entry.text.head)"
      let parts = [
        entry.task.description, "\(entry.done.count)/\(entry.steps.count)", entry.next?.words ?? "done", PlainText.line(place),
        entry.wait.map { "since \($0.since): \(PlainText.line($0.text))" } ?? "",
      ]
      return parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }
  }

  /// `carrel outbox --json`.
  package static func json(_ entries: [OutboxEntry]) -> JSONValue {
    .array(
      entries.map { entry in
        [
          "id": .string(entry.task.description), "publish": .string(entry.publication.kind.rawValue),
          "repository": .string(entry.placeWords),
          "branch": .string(entry.text.head), "base": .string(entry.text.base), "title": .string(entry.text.title),
          "commit": entry.commit.map(JSONValue.string) ?? .null, "created": .string(entry.created.description),
          "author": .string(entry.author), "done": .array(entry.done.map { .string($0.rawValue) }),
          "next": entry.next.map { .string($0.rawValue) } ?? .null, "url": entry.request.map { .string($0.url) } ?? .null,
          "wait": entry.wait.map(json) ?? .null,
        ]
      })
  }

  private static func json(_ wait: OutboxWait) -> JSONValue {
    [
      "reason": .string(wait.reason.rawValue), "text": .string(wait.text), "since": .string(wait.since.description),
      "until": wait.until.map { .string($0.description) } ?? .null,
    ]
  }
}
