/// How much of a workspace is looked at and taken.
package struct SnapshotLimits: Hashable, Sendable {
  /// Files from this size in bytes are marked as large.
  package var large: Int64 = 5 << 20
  /// Files above this size in bytes are not taken, only named.
  package var taken: Int64 = 64 << 20
  /// Files and directories that are not ignored.
  package var entries = 200_000
  /// Directories in directories.
  package var depth = 200
  /// Bytes that are handed to git at a time.
  var batch = 32 << 20

  /// The usual limits.
  package init() {}
}
