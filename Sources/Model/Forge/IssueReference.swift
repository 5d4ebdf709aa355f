/// An issue on a forge, by name: what a task came from. Two tickets with equal references are the same issue.
package struct IssueReference: Hashable, Sendable, Codable {
  /// Where it is.
  package var repository: ForgeRepository
  /// Its number there.
  package var number: Int
  /// Whether a pull request is meant. Gitea and GitHub number issues and pull requests together and do not mind; with GitLab `#12` is another thing than `!12`, so
  /// whoever comments on a request or labels it has to say so.
  package var isRequest: Bool

  /// A reference.
  package init(_ repository: ForgeRepository, _ number: Int, isRequest: Bool = false) {
    self.repository = repository
    self.number = number
    self.isRequest = isRequest
  }

  /// `owner/name#12`.
  package var text: String { "\(repository.path)#\(number)" }

  private enum CodingKeys: String, CodingKey {
    case repository, number, isRequest
  }

  /// Without `isRequest` it is an issue.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    repository = try container.decode(ForgeRepository.self, forKey: .repository)
    number = try container.decode(Int.self, forKey: .number)
    isRequest = try container.decodeIfPresent(Bool.self, forKey: .isRequest) ?? false
  }
}
