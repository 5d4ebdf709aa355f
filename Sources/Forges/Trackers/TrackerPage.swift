package import Model

/// A page of a tracker's issues.
package struct TrackerPage: Hashable, Sendable {
  /// In the tracker's order.
  package var issues: [ForgeIssue]
  /// Where the next page begins; nil: this was the last.
  package var next: String?

  /// A page.
  package init(_ issues: [ForgeIssue], next: String? = nil) {
    self.issues = issues
    self.next = next
  }
}
