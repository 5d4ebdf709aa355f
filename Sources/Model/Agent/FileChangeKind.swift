/// What happened to a file, in an agent's own words.
package enum FileChangeKind: String, Hashable, Sendable, Codable, CaseIterable {
  case add, update, delete
}
