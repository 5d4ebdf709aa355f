/// An agent's turn in numbers.
package struct TimelineTurn: Hashable, Sendable, Codable {
  /// When it began.
  package var start: Timestamp
  /// When it ended; nil: it goes on.
  package var end: Timestamp?
  /// Its tool calls.
  package var tools = 0
  /// Seconds in which at least one tool was at work.
  package var toolSeconds = 0.0
  /// Seconds in which it waited for an operator.
  package var waitSeconds = 0.0
  /// Money in US dollars.
  package var costUSD = 0.0
  /// Tokens.
  package var tokens = TokenCount()
  /// The row of the transcript that it begins with.
  package var seq: Int64

  /// A turn that begins.
  package init(start: Timestamp, seq: Int64) {
    self.start = start
    self.seq = seq
  }
}
