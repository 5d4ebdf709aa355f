/// The queue as a whole, for status lines and `carrel queue`.
package struct QueueStatus: Hashable, Sendable, Codable {
  /// Whether no new task is started.
  package var paused: Bool
  /// Most tasks that run at once.
  package var maxRunning: Int
  /// Most live agent processes.
  package var maxLive: Int
  /// Live agent processes now.
  package var live: Int
  /// One message for the operator about the whole, such as a dead credential; nil when all is well.
  package var trouble: String?
  /// What the machine has left, one line; nil from a service that does not say so.
  package var host: String?
  /// Whether all agents stand still.
  package var frozen: Bool
  /// Why, in words, when it was not an operator's word.
  package var frozenBecause: String?

  /// A status.
  package init(
    paused: Bool, maxRunning: Int, maxLive: Int, live: Int, trouble: String? = nil, host: String? = nil, frozen: Bool = false,
    frozenBecause: String? = nil
  ) {
    self.paused = paused
    self.maxRunning = maxRunning
    self.maxLive = maxLive
    self.live = live
    self.trouble = trouble
    self.host = host
    self.frozen = frozen
    self.frozenBecause = frozenBecause
  }

  /// Older services say nothing of freezing.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      paused: try values.decode(Bool.self, forKey: .paused), maxRunning: try values.decode(Int.self, forKey: .maxRunning),
      maxLive: try values.decode(Int.self, forKey: .maxLive), live: try values.decode(Int.self, forKey: .live),
      trouble: try values.decodeIfPresent(String.self, forKey: .trouble),
      host: try values.decodeIfPresent(String.self, forKey: .host),
      frozen: try values.decodeIfPresent(Bool.self, forKey: .frozen) ?? false,
      frozenBecause: try values.decodeIfPresent(String.self, forKey: .frozenBecause))
  }
}
