/// The commit message of a task's change (CONTRACT.md, "The brief").
package enum CommitMessage {
  /// The longest body that is taken from an agent's summary, in characters.
  private static let longestBody = 4000

  /// The ticket's title and reference, the agent's closing summary, and the trailers `Ticket:` (when there is an address) and `Agent:`. Ends with a line end.
  package static func compose(ticket: Ticket, summary: String, engine: String, model: String?) -> String {
    var subject = clean(ticket.title).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if subject.isEmpty {
      subject = ticket.id.map { clean($0) } ?? "Change"
    } else if let id = ticket.id, !id.isEmpty, !subject.contains(id) {
      subject += " (\(clean(id)))"
    }
    var paragraphs = [subject]
    let body = trimmed(clean(summary))
    if !body.isEmpty { paragraphs.append(body.count > longestBody ? trimmed(String(body.prefix(longestBody))) + " …" : body) }
    var trailers: [String] = []
    if let url = ticket.url, !url.contains(where: \.isWhitespace), !url.isEmpty { trailers.append("Ticket: \(clean(url))") }
    trailers.append("Agent: \(engine)" + (model.map { " (\(clean($0)))" } ?? ""))
    paragraphs.append(trailers.joined(separator: "\n"))
    return paragraphs.joined(separator: "\n\n") + "\n"
  }

  /// Without control characters but line ends and tabs.
  private static func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter {
          ($0.value >= 0x20 && $0.value != 0x7F && !(0x80...0x9F).contains($0.value)) || $0 == "\n" || $0 == "\t"
        }))
  }

  /// Without white space at both ends.
  private static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }
}
