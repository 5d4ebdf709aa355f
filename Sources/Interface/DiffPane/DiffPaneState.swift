package import Model
internal import Screen

/// What the diff pane of one task knows. A value without clock or I/O: the owner feeds listings and texts, asks what is wanted (`wantedFile`), and calls
/// `settle` with the pane's size before it draws.
package struct DiffPaneState: Hashable, Sendable {
  /// Whose diff it is.
  package let task: TaskID
  /// The changed files; nil before the first listing.
  package internal(set) var listing: DiffListing?
  /// Where keys go.
  package internal(set) var part = DiffPart.files
  /// The chosen file's index in the listing.
  var selected = 0
  var filesTop = 0
  /// Texts by path.
  var texts: [String: LoadedDiff] = [:]
  /// Files too large to be loaded unasked that were asked for.
  var openedLarge: Set<String> = []
  var rows: [DiffRow] = []
  /// What `rows` were made of.
  var rowsOf: LoadedDiff?
  var cursor = 0
  var top = 0
  /// Columns that the text is moved to the left.
  var shift = 0
  /// Where other files were left.
  var anchors: [String: DiffAnchor] = [:]
  /// Which part of the change is shown.
  package internal(set) var extent = Extent.all
  /// The tree that was shown when the operator last left the task, in this interface or before it was detached.
  var lookedTree: String?
  /// The tree that was shown last in this visit; nil: the pane was not on the screen.
  var seenTree: String?
  /// Lines around changes.
  package internal(set) var context = 3
  /// Whether white space does not count.
  package internal(set) var ignoreWhitespace = false
  /// Whether old and new are wanted beside each other; they are shown so when the pane is wide enough.
  package internal(set) var sideBySide = false
  /// The ticks of the task's record: a stamp by path.
  package var ticks: [String: String] = [:]
  /// What is taken out of what is published, as the task's record says.
  package var takenOut: [String: TakenOut] = [:]
  /// What is marked as reviewed, by path.
  var marks: [String: ReviewedFile] = [:]
  /// The pieces that were reviewed in other tasks, as last told.
  package internal(set) var seen: SeenHunks?
  /// Whether hunks that were reviewed elsewhere are shown like others.
  package internal(set) var showsSeen = false
  /// Folded hunks that were opened, by the file's path and the mark of their first piece.
  var openedSeen: Set<String> = []
  /// Grows with every change of marks and comments; and the edition that the service was given.
  var reviewEdition = 0
  var keptEdition = 0
  /// Whether the service said what was marked before.
  package internal(set) var isReviewKnown = false
  /// Who wrote the lines of files, by path, as last told.
  var blames: [String: FileBlame] = [:]
  /// Lines of the new file to go to once their text is here.
  var awaited: AwaitedLines?
  /// The comments, in the order in which they were written.
  package internal(set) var comments: [DiffComment] = []
  var rangeStart: Int?
  var search: TextSearch?
  var searchNote: String?
  /// Which of the rows that have the text the cursor is on, such as "2 of 5".
  var searchPlace: String?
  /// Word-level changes by hunk and first line of the block; colours' states by hunk.
  var blocks: [Int: [ReplaceBlock]] = [:]
  var syntax: [Int: DiffSyntax] = [:]
  /// Change blocks by hunk, of the hunks that were in view.
  var hunkPieces: [Int: [HunkPiece]] = [:]
  var inside = Size(width: 78, height: 22)

  /// Files with more changed lines than this are loaded when the operator asks.
  static let largeLines = 20_000
  /// Columns inside the border from which old and new stand beside each other.
  static let sideBySideWidth = 100
  static let contexts = [0, 1, 3, 6, 12, 25, 50, 100, 1000]

  /// A pane without a listing.
  package init(task: TaskID) { self.task = task }

  /// The chosen file.
  package var selectedFile: DiffFile? {
    guard let listing, listing.files.indices.contains(selected) else { return nil }
    return listing.files[selected]
  }

  /// Whether the listing is of another tree than this one: what `TaskRecord`'s summary says now.
  package func needsListing(tree: String) -> Bool { listing?.summary.tree != tree }

  /// The text to ask for; nil when what is shown is there, or is not to be loaded unasked.
  package var wantedFile: WantedDiff? {
    guard let wanted else { return nil }
    if let loaded = texts[wanted.path], loaded.wanted.isSameText(as: wanted) { return nil }
    return wanted
  }

  /// The text of the chosen file as it should be.
  var wanted: WantedDiff? {
    guard let listing, let file = selectedFile, DiffRemarks.loadsText(file, opened: openedLarge.contains(file.path)) else { return nil }
    return WantedDiff(
      tree: listing.summary.tree, path: file.path, oldPath: file.oldPath, blob: file.blob, base: listing.base, context: context,
      ignoreWhitespace: ignoreWhitespace, isPart: extent != .all)
  }

  /// The text shown, possibly of an older tree while the new one is on its way.
  var loaded: LoadedDiff? { selectedFile.flatMap { texts[$0.path] } }

  /// Whether old and new stand beside each other now.
  var isSideBySide: Bool { sideBySide && inside.width >= Self.sideBySideWidth }
}
