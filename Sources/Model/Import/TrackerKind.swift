/// The kinds of trackers that hold issues and no code.
package enum TrackerKind: String, Hashable, Sendable, Codable, CaseIterable {
  case jira, linear
}
