/// Why a publication does not go on.
package struct OutboxWait: Hashable, Sendable, Codable {
  /// Who can do something about it.
  package enum Reason: String, Hashable, Sendable, Codable {
    /// It may be over by itself: it is tried again.
    case passing
    /// A token or an ssh agent is missing, or was refused: a client brings another, or an operator says retry.
    case credential
    /// The forge will not have it: an operator says retry or drop.
    case refused
  }

  /// Who can do something about it.
  package var reason: Reason
  /// The sentence.
  package var text: String
  /// Since when.
  package var since: Timestamp
  /// When it is tried again by itself; nil: not by itself.
  package var until: Timestamp?

  /// A wait.
  package init(_ reason: Reason, _ text: String, since: Timestamp, until: Timestamp? = nil) {
    self.reason = reason
    self.text = text
    self.since = since
    self.until = until
  }
}
