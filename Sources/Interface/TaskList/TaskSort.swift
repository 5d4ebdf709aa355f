/// What the rows of a section are ordered by.
package enum TaskSort: String, Hashable, Sendable, CaseIterable {
  case need = "what they ask, then age"
  case id = "number"
  case title
  case newest = "newest change first"
  case cost = "cost"
  case size = "size of the change"
}
