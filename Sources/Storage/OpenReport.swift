/// What opening the store found; the service says it to the operator.
package struct OpenReport: Hashable, Sendable {
  /// Whether there was no store before.
  package var created: Bool
  /// Whether the last owner had closed it. After an unclean stop the file was checked.
  package var cleanStop: Bool
  /// The format that the file had, when it was brought up to the present one.
  package var migratedFrom: Int?
  /// Where a damaged store was put; its tasks are not in the new one.
  package var setAside: String?
  /// Sentences for the operator, most important first.
  package var remarks: [String]
}
