/// Which text of an agent a delta belongs to.
package enum DeltaStream: String, Hashable, Sendable, Codable, CaseIterable {
  case text, thinking, tool
}
