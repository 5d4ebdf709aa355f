internal import Model

/// What merges of a repository's tasks stand on, while nobody takes a workspace away.
struct MergeGround: Sendable {
  /// The subjects that have a workspace made from the mirror, in the order in which they were given.
  var subjects: [MergeSubject]
  /// The mirror.
  var mirror: String
  /// Its branches' commits by full name, of the subjects' branches.
  var tips: [String: String]
  /// Where scratch repositories are made.
  var directory: String
  /// The shadow repositories of the subjects.
  var shadows: [String]
  let git: GitProgram

  /// What a subject would be merged onto now: its branch as it was last fetched, or its base where there is no branch (any more).
  func tip(of subject: MergeSubject) -> String { tips[subject.target] ?? subject.base }

  /// A scratch repository; it is there until `remove` is called on it.
  func scratch() throws(WorkspaceError) -> MergeScratch {
    try MergeScratch(in: directory, mirror: mirror, shadows: shadows, like: subjects.first?.base ?? "", git: git)
  }
}
