extension TaskRecord {
  /// The most hosts that a record keeps.
  package static let mostHosts = 40

  /// Hosts that its programs were refused and that an operator can allow, the most recent first.
  package var blockedHosts: [HostUse] { (hosts ?? []).filter { $0.isBlocked && $0.canBeAllowed } }
}
