/// One changed file of a diff, without its text.
package struct DiffFile: Hashable, Sendable, Codable {
  /// What happened to it.
  package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
    case added = "A", deleted = "D", modified = "M", renamed = "R", copied = "C", typeChanged = "T"
  }

  /// What must be said about it; the raw value is shown.
  package enum Mark: String, Hashable, Sendable, Codable, CaseIterable {
    case binary, symlink, submodule, executable, large, lfs = "LFS pointer", nestedRepository = "nested repository", special =
      "special file"
    case ignoreRules = "ignore rules", sensitive
  }

  /// The path in the new tree (in the old one when deleted), `/`-separated, as git has it; not sanitised.
  package var path: String
  /// The path before a rename or copy.
  package var oldPath: String?
  /// What happened.
  package var status: Status
  /// Added lines; 0 for binary files.
  package var insertions: Int
  /// Removed lines; 0 for binary files.
  package var deletions: Int
  /// The object id of the new content; empty when deleted.
  package var blob: String
  /// What must be said.
  package var marks: [Mark]
  /// git's mode of the new content ("100755"); nil when deleted, or from a service that does not say.
  package var mode: String?
  /// Why it is sensitive; nil from a service that does not say.
  package var reasons: [SensitiveReason]?

  /// A file.
  package init(
    path: String, oldPath: String? = nil, status: Status, insertions: Int, deletions: Int, blob: String, marks: [Mark] = [],
    mode: String? = nil, reasons: [SensitiveReason]? = nil
  ) {
    self.path = path
    self.oldPath = oldPath
    self.status = status
    self.insertions = insertions
    self.deletions = deletions
    self.blob = blob
    self.marks = marks
    self.mode = mode
    self.reasons = reasons
  }
}
