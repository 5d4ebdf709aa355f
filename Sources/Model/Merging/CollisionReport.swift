/// What is known of one repository's tasks that are in each other's way.
package struct CollisionReport: Hashable, Sendable, Codable {
  /// The repository, for people.
  package var name: String
  /// Who is in whose way, and the suggested order.
  package var matrix: CollisionMatrix
  /// What came of the train; nil: it was not asked for.
  package var rehearsal: MergeRehearsal?
  /// What has to be said: that the mirror could not be brought up to date.
  package var remarks: [String] = []

  /// A report.
  package init(name: String, matrix: CollisionMatrix, rehearsal: MergeRehearsal? = nil, remarks: [String] = []) {
    self.name = name
    self.matrix = matrix
    self.rehearsal = rehearsal
    self.remarks = remarks
  }

  /// Whether anything does not merge.
  package var hasConflicts: Bool { matrix.hasConflicts || rehearsal?.conflicts.isEmpty == false }
}
