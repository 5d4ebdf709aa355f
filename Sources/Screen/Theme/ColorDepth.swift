/// How many colours a terminal shows.
package enum ColorDepth: Int, Hashable, Sendable, Comparable, CaseIterable {
  /// Attributes only (NO_COLOR, TERM=dumb, vt100).
  case mono
  case eight
  case sixteen
  /// The table of 256.
  case indexed
  /// 24 bits.
  case direct

  package static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }
}
