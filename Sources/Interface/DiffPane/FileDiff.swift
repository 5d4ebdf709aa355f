/// One file of a unified diff as git prints it.
package struct FileDiff: Hashable, Sendable {
  /// The path in the new tree, in the old one when the file is deleted; not sanitised.
  package var path: String
  /// The path before a rename or a copy.
  package var oldPath: String?
  /// The file mode before, in git's octal digits; nil where git does not say.
  package var oldMode: String?
  /// The file mode after.
  package var newMode: String?
  /// How alike a renamed or copied file is, in per cent.
  package var similarity: Int?
  /// Whether git shows no text of it.
  package var binary: Bool
  /// Its changed stretches, in order.
  package var hunks: [Hunk]

  /// A file.
  package init(
    path: String, oldPath: String? = nil, oldMode: String? = nil, newMode: String? = nil, similarity: Int? = nil, binary: Bool = false,
    hunks: [Hunk] = []
  ) {
    self.path = path
    self.oldPath = oldPath
    self.oldMode = oldMode
    self.newMode = newMode
    self.similarity = similarity
    self.binary = binary
    self.hunks = hunks
  }

  /// Whether either side is a symbolic link (mode 120000).
  package var isSymlink: Bool { oldMode == "120000" || newMode == "120000" }

  /// Whether either side is a submodule (mode 160000).
  package var isSubmodule: Bool { oldMode == "160000" || newMode == "160000" }
}
