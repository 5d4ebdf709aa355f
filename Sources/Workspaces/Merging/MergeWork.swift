/// What merging took so far: for tests and figures, which count work and not time.
package struct MergeWork: Hashable, Sendable {
  /// Processes of git.
  package var calls = 0
  /// Merges of two sides.
  package var merges = 0
  /// Changes whose files were listed.
  package var listings = 0
}
