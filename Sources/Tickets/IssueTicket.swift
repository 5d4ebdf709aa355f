package import Model

/// Makes a ticket of an issue: its text within the bounds of tickets and clean of what cannot be seen, the comments worth having, images as links. Pure.
package enum IssueTicket {
  /// The most bytes of an issue's own text that are taken.
  package static let bodyBytes = 64 << 10
  /// The most bytes of all comments.
  package static let commentBytes = 32 << 10
  /// The most bytes of one comment.
  package static let oneCommentBytes = 8 << 10
  /// The most comments: the newest.
  package static let mostComments = 20
  /// The most labels.
  private static let mostLabels = 50

  /// The ticket of an issue.
  /// - Parameters:
  ///   - reference: its name on a forge; nil: it is of a tracker.
  ///   - tracker: the tracker's host and its name there (`jira.lab/OPS-7`); nil: it is on a forge.
  package static func make(_ issue: ForgeIssue, reference: IssueReference? = nil, tracker: String? = nil) -> Ticket {
    let title = OutsideCleaner.line(issue.title, most: 500)
    let (text, left) = OutsideCleaner.block(
      IssueImages.asLinks(OutsideCleaner.head(issue.body, bodyBytes * 2).text, page: issue.url), bodyBytes)
    let cut = max(left, issue.body.utf8.count - bodyBytes * 2 > 0 ? issue.body.utf8.count - bodyBytes : 0)
    var body = text
    if cut > 0 {
      body +=
        "\n\n[Only the first \(bodyBytes >> 10) KiB of this text were taken; about \(max(1, cut >> 10)) KiB more stand at \(issue.url).]"
    }
    let comments = comments(issue)
    if !comments.isEmpty { body += (body.isEmpty ? "" : "\n\n") + "## Comments\n\n" + comments.joined(separator: "\n\n") }
    let labels = issue.labels.prefix(mostLabels).map { OutsideCleaner.line($0, most: 100) }.filter { !$0.isEmpty }
    let digest = TextDigest.of([title, body, labels.sorted().joined(separator: "\n")])
    let name = reference?.text ?? issue.name
    return Ticket(
      id: OutsideCleaner.line(name, most: 200), title: title.isEmpty ? OutsideCleaner.line(name, most: 200) : title, body: body,
      url: url(issue.url), labels: Array(labels),
      origin: TicketOrigin(issue: reference, tracker: tracker, digest: digest, updated: issue.updated))
  }

  /// An address that can be one; nil for anything else.
  private static func url(_ text: String) -> String? {
    let isAddress = text.hasPrefix("https://") || text.hasPrefix("http://")
    return isAddress && text.utf8.count <= 2000 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? text : nil
  }

  /// The newest comments that say something, oldest first, each with who wrote it and when.
  private static func comments(_ issue: ForgeIssue) -> [String] {
    let worth = (issue.comments ?? []).filter(IssueComment.isWorthHaving)
    var taken: [String] = []
    var room = commentBytes
    for comment in worth.reversed() {
      guard taken.count < mostComments, room > 200 else { break }
      let most = min(oneCommentBytes, room)
      let raw = OutsideCleaner.head(comment.body, most * 2)
      let (text, left) = OutsideCleaner.block(IssueImages.asLinks(raw.text, page: issue.url), most)
      guard !text.isEmpty else { continue }
      let author = OutsideCleaner.line(comment.author, most: 80)
      let when = comment.created.description.prefix(16).replacing("T", with: " ")
      let rest = left > 0 || raw.isCut ? "\n[The rest of this comment was left out.]" : ""
      let whole = "\(author) wrote on \(when):\n\n\(text)\(rest)"
      room -= whole.utf8.count
      taken.append(whole)
    }
    guard !taken.isEmpty else { return [] }
    let older = worth.count - taken.count
    let note = older > 0 ? ["[\(older) older \(older == 1 ? "comment was" : "comments were") left out.]"] : []
    return note + taken.reversed()
  }
}
