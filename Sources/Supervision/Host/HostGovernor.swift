import Model

/// What the supervisor knows of the machine: the last reading, what agents of each engine were seen to take, how full the disk is.
struct HostGovernor {
  /// The last reading.
  var reading = HostReading()
  /// How full the disk is, and what was done about it.
  var mark = DiskMark.roomy
  /// Whether the store's ballast was given up.
  var hasDroppedBallast = false
  /// When the agents' memory was measured last, by the desk's uptime.
  var weighedAt = -Double.infinity
  /// The most that an agent took, by engine: the last ones that were seen, newest last.
  private var peaks: [String: [(task: TaskID, bytes: Int64)]] = [:]

  /// How many agents of an engine are remembered.
  private static var remembered: Int { 8 }
  /// Seconds between two measurements of the agents' memory.
  static var secondsBetweenWeighings: Double { 10 }
  /// Seconds after its start in which an agent may not have taken its memory yet.
  static var secondsToGrow: Double { 20 }

  /// What agents of each engine were seen to take.
  var seen: [String: Int64] { peaks.compactMapValues { $0.map(\.bytes).max() } }

  /// Takes a measurement of a live agent in.
  mutating func note(_ bytes: Int64, of task: TaskID, engine: String) {
    var list = peaks[engine] ?? []
    if let index = list.firstIndex(where: { $0.task == task }) {
      list[index].bytes = max(list[index].bytes, bytes)
    } else {
      list.append((task, bytes))
    }
    peaks[engine] = Array(list.suffix(Self.remembered))
  }

  /// What the machine has left, for `carrel queue`.
  var said: String? { reading.text.isEmpty ? nil : reading.text }

  /// What the operator has to know, or nil.
  var trouble: String? {
    guard mark >= .frozen else { return nil }
    let what =
      "The disk is full (\(SizeText.gigabytes(reading.freeDisk ?? 0)) free): the agents stand still and go on by themselves when there is room."
    return mark == .last ? what + " The store's reserve is used; free some space." : what
  }
}
