internal import JSON
import Model

/// A task's pull request as `carrel show` prints it: checks, and comments as what they are, text from outside.
enum RequestText {
  /// The lines below the facts; none when there is nothing.
  static func lines(_ request: PublishedRequest, now: Timestamp) -> [String] {
    var lines: [String] = []
    let checks = request.checks.filter { $0.state != .passed }
    if !checks.isEmpty {
      lines += ["", "Checks that have not passed:"]
      for check in checks {
        lines.append(
          "  \(check.state.rawValue)  \(PlainText.line(check.name))" + (check.text.isEmpty ? "" : ": \(PlainText.line(check.text))"))
      }
    }
    guard !request.notes.isEmpty else { return lines }
    lines += ["", "Comments on \(request.name), written by others on the forge:"]
    for (index, note) in request.notes.enumerated() {
      var words = [PlainText.line(note.author), PlainText.line(note.place), TaskTable.age(note.created.seconds(until: now))]
      words += marks(note, request)
      lines.append("  \(index + 1)  \(words.joined(separator: "  "))")
      for line in PlainText.block(note.body).split(separator: "\n", omittingEmptySubsequences: false) { lines.append("     │ \(line)") }
    }
    return lines
  }

  /// "resolved", "handed over", "new".
  static func marks(_ note: ReviewNote, _ request: PublishedRequest) -> [String] {
    var words: [String] = []
    if note.isResolved { words.append("resolved") }
    if request.handedOver.contains(note.id) { words.append("handed over") }
    if request.unread.contains(where: { $0.id == note.id }) { words.append("new") }
    return words
  }

  /// The same for programs.
  static func json(_ request: PublishedRequest) -> JSONValue {
    object([
      ("forge", string(request.kind?.rawValue)), ("repository", .string(request.repository.path)),
      ("number", .integer(Int64(request.number))),
      ("url", .string(request.url)), ("state", .string(request.state.rawValue)), ("draft", .bool(request.isDraft)),
      ("ci", .string(request.ci.rawValue)), ("held_by", hold(request.hold)), ("seen", string(request.seen?.description)),
      (
        "checks",
        .array(
          request.checks.map {
            object([("name", .string($0.name)), ("state", .string($0.state.rawValue)), ("text", .string($0.text)), ("url", string($0.url))])
          })
      ), ("comments", .array(request.notes.enumerated().map { comment($0.offset + 1, $0.element, request) })),
    ])
  }

  private static func comment(_ number: Int, _ note: ReviewNote, _ request: PublishedRequest) -> JSONValue {
    object([
      ("number", .integer(Int64(number))), ("id", .integer(note.id)), ("author", .string(note.author)), ("path", string(note.path)),
      ("line", note.line.map { .integer(Int64($0)) } ?? .null), ("body", .string(note.body)), ("resolved", .bool(note.isResolved)),
      ("handed_over", .bool(request.handedOver.contains(note.id))), ("created", .string(note.created.description)),
      ("url", string(note.url)),
    ])
  }

  private static func hold(_ hold: CIHold?) -> JSONValue {
    switch hold {
    case .marker(let text): .string("marker \(text)")
    case .draft: .string("draft")
    case .label(let name): .string("label \(name)")
    case nil: .null
    }
  }

  private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    var object = JSONObject()
    for (key, value) in members { object.append(key, value) }
    return .object(object)
  }
  private static func string(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
