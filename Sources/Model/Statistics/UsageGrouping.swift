/// What use is added up by; the raw value is the word on the command line.
package enum UsageGrouping: String, Hashable, Sendable, Codable, CaseIterable {
  case engine
  case repository = "repo"
  case day
}
