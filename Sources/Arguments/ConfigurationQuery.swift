/// What `carrel config` may be asked.
package enum ConfigurationQuery: String, Hashable, Sendable, CaseIterable {
  /// What is wrong with it.
  case check
  /// Where it is.
  case path
  /// What holds, defaults included.
  case show
}
