/// What `carrel service` may be told.
package enum ServiceCommand: String, Hashable, Sendable, CaseIterable {
  /// Start it when none runs.
  case start
  /// End it; agents are ended so that their sessions can be resumed.
  case stop
  /// How it is.
  case status
  /// Be it, in the foreground.
  case run
  /// Print its log.
  case logs
}
