package import Model

/// What the operator had seen when they last looked: kept by the loop over detach and attach, for "since you left".
package struct SeenMark: Hashable, Sendable, Codable {
  /// When.
  package var time: Timestamp
  /// What all tasks had cost until then, in US dollars.
  package var costUSD: Double

  /// A mark.
  package init(time: Timestamp, costUSD: Double) {
    self.time = time
    self.costUSD = costUSD
  }
}
