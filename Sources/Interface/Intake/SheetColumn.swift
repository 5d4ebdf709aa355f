package import Model

/// The columns of the sheet that can be edited.
package enum SheetColumn: String, Hashable, Sendable, CaseIterable {
  case title, repository = "repo", base, engine, model, mode, priority = "prio", after

  /// Columns of the screen; the title takes what is left.
  package var width: Int {
    switch self {
    case .title: 0
    case .repository: 14
    case .base: 8
    case .engine: 8
    case .model: 8
    case .mode: 5
    case .priority: 4
    case .after: 7
    }
  }

  /// What the cell holds.
  package func text(of draft: TicketDraft) -> String {
    switch self {
    case .title: draft.ticket.title
    case .repository: draft.repository ?? ""
    case .base: draft.base ?? ""
    case .engine: draft.engine ?? ""
    case .model: draft.model ?? ""
    case .mode: draft.mode?.rawValue ?? ""
    case .priority: draft.priority.map(String.init) ?? ""
    case .after: draft.after.joined(separator: " ")
    }
  }

  /// Puts a text into the cell; what is wrong with it, or nil.
  package func set(_ text: String, in draft: inout TicketDraft) -> String? {
    let start = text.drop { $0.isWhitespace }
    let trimmed = String(String(start.reversed().drop { $0.isWhitespace }.reversed()))
    let value = trimmed.isEmpty ? nil : trimmed
    switch self {
    case .title:
      guard let value else { return "A ticket needs a title." }
      draft.ticket.title = value
    case .repository: draft.repository = value
    case .base: draft.base = value
    case .engine: draft.engine = value
    case .model: draft.model = value
    case .mode:
      guard let value else {
        draft.mode = nil
        return nil
      }
      guard let mode = TaskMode(rawValue: value.lowercased()) else { return "The mode is auto, ask or plan, not \"\(value)\"." }
      draft.mode = mode
    case .priority:
      guard let value else {
        draft.priority = nil
        return nil
      }
      guard let number = Int(value), (-1000...1000).contains(number) else {
        return "The priority is a number from -1000 to 1000, not \"\(value)\"."
      }
      draft.priority = number
    case .after: draft.after = trimmed.split { $0 == " " || $0 == "," }.map(String.init)
    }
    return nil
  }
}
