/// What an import did.
package struct ImportReport: Hashable, Sendable, Codable {
  /// Where the issues are, for people.
  package var place: String
  /// The issues in the order in which they were read.
  package var issues: [ImportedIssue]
  /// Whether there are further ones beyond the limit.
  package var hasMore: Bool
  /// Whether nothing was queued or changed because it was only a rehearsal.
  package var isRehearsal: Bool
  /// Why reading ended before the end: one sentence. What was read before counts.
  package var problem: String?
  /// What else is to be said, one sentence each.
  package var remarks: [String]

  /// A report.
  package init(
    place: String, issues: [ImportedIssue] = [], hasMore: Bool = false, isRehearsal: Bool = false, problem: String? = nil,
    remarks: [String] = []
  ) {
    self.place = place
    self.issues = issues
    self.hasMore = hasMore
    self.isRehearsal = isRehearsal
    self.problem = problem
    self.remarks = remarks
  }

  /// How many issues had an outcome.
  package func count(_ outcome: ImportedIssue.Outcome) -> Int { issues.count { $0.outcome == outcome } }

  /// "3 queued, 2 known, 1 changed".
  package var summary: String {
    let parts = ImportedIssue.Outcome.allCases.compactMap { outcome -> String? in
      let count = count(outcome)
      let word = outcome == .failed ? "left out" : outcome == .queued && isRehearsal ? "would be queued" : outcome.rawValue
      return count == 0 ? nil : "\(count) \(word)"
    }
    return parts.isEmpty ? "no issue matches" : parts.joined(separator: ", ")
  }
}
