package import Model
internal import Screen

/// What the transcript pane of one task knows: the entries that are loaded, the items made of them, and where the operator looks. A value without clock
/// or I/O: the owner feeds it, asks what it needs (`needsOlder`, `lastSeq`), and calls `settle` with the pane's size before it draws.
package struct TranscriptState: Hashable, Sendable {
  /// Whose transcript it is.
  package let task: TaskID
  /// The loaded entries, in order.
  var entries: [TranscriptEntry] = []
  /// The items made of them and of the pieces that are not committed yet.
  package internal(set) var fold = TranscriptFold()
  /// Whether the store has entries before the first loaded one, as far as is known.
  package internal(set) var hasOlder = false
  /// The `before` that was last asked for.
  var askedOlder: Int64?
  /// The entry that is gone to once it is loaded.
  var sought: Int64?
  /// Whether the pane stays at the end while text comes.
  package internal(set) var isFollowing = true
  /// Items that came below since the operator left the end.
  package internal(set) var newBelow = 0
  var cursor = TranscriptPlace(item: 0, line: 0)
  var top = TranscriptPlace(item: 0, line: 0)
  /// A number of the top row that changes by as much as the view moves; for `ScrollRegion`. It belongs to the place `numbered`.
  var topNumber = 0
  var numbered = TranscriptPlace(item: 0, line: 0)
  /// What the operator opened (true) or folded (false).
  var unfolded: [TranscriptItem.Identity: Bool] = [:]
  var search: TextSearch?
  /// What is said about the last search, such as "not found".
  package internal(set) var searchNote: String?
  /// Which of the loaded items that have the text is shown, such as "2 of 5".
  package internal(set) var searchPlace: String?
  var layouts: [TranscriptItem.Identity: TranscriptLayout] = [:]
  /// The size inside the border that the places are for.
  var inside = Size(width: 78, height: 22)

  /// Entries kept while the operator follows the end; more than twice as many are cut back to it.
  static let kept = 10_000
  /// Laid out items kept.
  static let keptLayouts = 1_000

  /// An empty transcript.
  package init(task: TaskID) { self.task = task }

  /// The number of the last loaded entry: what to ask entries after; nil when none is loaded and the last page is what to ask for.
  package var lastSeq: Int64? { entries.last?.seq }

  /// The entry before which older ones are wanted, because the operator came near the first loaded row; nil when nothing is to be asked. Say
  /// `markOlderRequested` when the request is sent.
  package var needsOlder: Int64? {
    guard hasOlder, let first = entries.first?.seq, askedOlder != first else { return nil }
    return top.item < 20 || sought.map({ $0 < first }) ?? false ? first : nil
  }

  /// Notes that `needsOlder` was asked for, so that it is asked once.
  package mutating func markOlderRequested() { askedOlder = entries.first?.seq }

  /// The request that waits for the operator and has the focus: the cursor is on it, or the pane follows and it is the last open one in view.
  package var focusedRequest: AgentRequest? {
    guard fold.items.indices.contains(cursor.item) else { return nil }
    if let request = fold.items[cursor.item].openRequest { return request }
    guard isFollowing else { return nil }
    let visible = max(0, min(top.item, fold.items.count))...
    return fold.items[visible].last { $0.openRequest != nil }?.openRequest
  }

  /// The item under the cursor as plain text, as it came and not sanitised, for the clipboard; nil when there is none.
  package var copyText: String? {
    fold.items.indices.contains(cursor.item) ? fold.items[cursor.item].plainText : nil
  }

  /// The text that is sought, empty when none is.
  package var searchText: String { search?.text ?? "" }

  /// Whether an item shows all of itself.
  func isUnfolded(_ item: TranscriptItem) -> Bool { unfolded[item.id] ?? item.isOpenAtFirst }
}
