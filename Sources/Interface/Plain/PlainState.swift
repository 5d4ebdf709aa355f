package import Model

/// The interface as lines of text (SCREEN.md, rule 9): what it knows, and what the next line means. A value: changed only by `PlainUpdate`.
package struct PlainState: Sendable {
  /// A question that waits for `yes`.
  package struct Question: Hashable, Sendable {
    /// What was asked.
    package var text: String
    /// What a yes does.
    package var effects: [PlainEffect]
  }

  /// A word beside the program's name, such as the host.
  package let place: String
  /// All tasks.
  package internal(set) var tasks: [TaskID: TaskRecord] = [:]
  /// Whether the service was reached.
  package internal(set) var isAttached = false
  /// The tasks that were listed last: their numbers begin with 1.
  package internal(set) var listed: [TaskID] = []
  /// How many of them were read out.
  package internal(set) var told = 0
  /// The question that waits.
  package internal(set) var question: Question?
  /// The ticket list being written; nil: none is.
  package internal(set) var tickets: [String]?
  /// The time as last told.
  package internal(set) var now: Timestamp

  /// The state at the start.
  package init(place: String, now: Timestamp) {
    self.place = place
    self.now = now
  }

  /// What stands before the next line.
  package var prompt: String {
    if question != nil { return "yes or no: " }
    return tickets == nil ? "carrel: " : "ticket: "
  }
}
