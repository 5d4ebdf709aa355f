/// An issue on a forge, by name: what a task came from. Two tickets with equal references are the same issue.
package struct IssueReference: Hashable, Sendable, Codable {
  /// Where it is.
  package var repository: ForgeRepository
  /// Its number there.
  package var number: Int

  /// A reference.
  package init(_ repository: ForgeRepository, _ number: Int) {
    self.repository = repository
    self.number = number
  }

  /// `owner/name#12`.
  package var text: String { "\(repository.path)#\(number)" }
}
