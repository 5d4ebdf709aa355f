/// What the list's sections are.
package enum TaskGroup: String, Hashable, Sendable, CaseIterable {
  case state = "what they ask of you"
  case repository
  case engine
  case none = "no groups"
}
