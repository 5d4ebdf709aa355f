/// Which file of a diff a line number counts in.
package enum DiffSide: Hashable, Sendable, Codable {
  case old, new
}
