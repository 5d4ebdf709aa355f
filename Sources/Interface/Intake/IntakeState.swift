package import Model
package import Wire

/// The intake: a list being written or read, then the sheet of what was understood. Nothing starts before it is queued.
package struct IntakeState: Hashable, Sendable {
  /// How far it is.
  package enum Stage: Hashable, Sendable {
    /// A list is being typed.
    case writing(TextBuffer)
    /// The service reads this text.
    case reading(String)
    /// The rows can be edited.
    case sheet
    /// The rows are being queued.
    case queueing
  }

  /// How far it is.
  package internal(set) var stage: Stage
  /// The rows.
  package internal(set) var rows: [TicketDraft] = []
  /// What was skipped and why.
  package internal(set) var remarks: [String] = []
  /// The row under the cursor.
  package internal(set) var row = 0
  /// The column under the cursor.
  package internal(set) var column = SheetColumn.title
  /// The first row shown.
  package internal(set) var top = 0
  /// The indices of the marked rows.
  package internal(set) var marked: Set<Int> = []
  /// With canaries: whether the rest goes by itself when they are done.
  package internal(set) var goesOn = false
  /// The cell being edited.
  package internal(set) var edit: CellEdit?
  /// Whether tickets that were queued before come again.
  package internal(set) var again = false
  /// Why the rows were not queued.
  package internal(set) var problem: String?
  /// Counts changes, so that a reply to an older sheet is not taken for this one.
  package internal(set) var edition = 0
  var undoSteps: [SheetStep] = []

  /// An intake at a stage; its edition is one that no other has had.
  package init(_ stage: Stage, edition: Int) {
    self.stage = stage
    self.edition = edition
  }

  /// The rows that would be queued.
  package var used: [TicketDraft] { rows.filter(\.use) }

  /// The indices of the rows that will wait for the canaries; empty when there are none.
  package var heldBack: Set<Int> {
    let used = rows.indices.filter { rows[$0].use }
    let waiting = used.filter { rows[$0].canary != true }
    return waiting.count == used.count ? [] : Set(waiting)
  }

  /// The request that the rows stand for.
  package func request(directory: String) -> EnqueueRequest {
    var request = EnqueueRequest(drafts: rows, directory: directory)
    request.again = again
    request.goesByItself = goesOn ? true : nil
    return request
  }

  /// Remembers the rows for undo, and that they change now.
  mutating func willChange() {
    undoSteps.append(SheetStep(rows: rows, marked: marked))
    if undoSteps.count > 50 { undoSteps.removeFirst() }
    edition += 1
    problem = nil
  }

  /// Keeps the cursor and what is shown inside the rows.
  mutating func clamp(height: Int) {
    row = max(0, min(row, rows.count - 1))
    let height = max(1, height)
    if row < top { top = row }
    if row >= top + height { top = row - height + 1 }
    top = max(0, min(top, max(0, rows.count - height)))
  }
}
