/// How full the disk is, by the marks that something is done at (pure).
package enum DiskMark: Int, Hashable, Sendable, Comparable {
  /// There is room.
  case roomy
  /// No task is started.
  case low
  /// Running agents stand still.
  case frozen
  /// The store's ballast is given up.
  case last

  /// The mark at so many free bytes. What was frozen stays so until there is an eighth more than the mark, so that it does not go on and off.
  package static func at(_ free: Int64?, _ limits: HostLimits, before: DiskMark) -> DiskMark {
    guard let free else { return .roomy }
    func below(_ limit: Int64, _ mark: DiskMark) -> Bool { limit > 0 && free < (before >= mark ? limit + limit / 8 : limit) }
    if below(limits.ballastDisk, .last) { return .last }
    if below(limits.freezeDisk, .frozen) { return .frozen }
    return limits.freeDisk > 0 && free < limits.freeDisk ? .low : .roomy
  }

  /// Seconds until the disk is to be looked at again while agents write to it: as soon as the mark could be passed at 200 MB a second.
  package static func secondsToNextLook(_ free: Int64?, _ limits: HostLimits) -> Double {
    guard let free else { return 10 }
    return min(max(Double(free - limits.freezeDisk) / Double(200 << 20), 0.5), 10)
  }

  package static func < (left: DiskMark, right: DiskMark) -> Bool { left.rawValue < right.rawValue }
}
