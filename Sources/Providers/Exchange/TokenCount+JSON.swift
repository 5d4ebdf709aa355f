import JSON
import Model

extension TokenCount {
  /// A figure from outside: never below zero, and so small that sums of many do not overflow.
  static func figure(_ value: JSONValue?) -> Int { min(max(value?.int ?? 0, 0), 1 << 40) }
}
