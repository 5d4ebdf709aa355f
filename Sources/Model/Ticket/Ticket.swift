/// What the operator pasted or imported. Everything in it came from outside.
package struct Ticket: Hashable, Sendable, Codable {
  /// The forge's own name of it (`#12`, `OPS-7`), if it has one.
  package var id: String?
  /// One line.
  package var title: String
  /// The rest, Markdown as a rule; empty when there is none.
  package var body: String
  /// Where it stands on a forge.
  package var url: String?
  /// Its labels, in the order of the list.
  package var labels: [String]
  /// Ids of other tickets that come first, as the list wrote them.
  package var dependsOn: [String]
  /// The issue that it was imported from.
  package var origin: TicketOrigin?

  /// A ticket.
  package init(
    id: String? = nil, title: String, body: String = "", url: String? = nil, labels: [String] = [], dependsOn: [String] = [],
    origin: TicketOrigin? = nil
  ) {
    self.id = id
    self.title = title
    self.body = body
    self.url = url
    self.labels = labels
    self.dependsOn = dependsOn
    self.origin = origin
  }
}
