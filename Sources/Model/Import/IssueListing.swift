/// A page of issues.
package struct IssueListing: Hashable, Sendable, Codable {
  /// Where they are, for people: `ops/tools on git.lab`.
  package var place: String
  /// The issues in the forge's order.
  package var rows: [IssueRow]
  /// Where the next page begins; nil: there is none.
  package var next: String?

  /// A page.
  package init(place: String, rows: [IssueRow], next: String? = nil) {
    self.place = place
    self.rows = rows
    self.next = next
  }
}
