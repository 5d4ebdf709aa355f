package import Model

/// One forge with one token, spoken to by its own API. Every call asks anew and keeps nothing; calls that change something are not repeated by themselves.
/// Any caller, any order.
package protocol Forge: Sendable {
  /// What it is.
  var kind: ForgeKind { get }
  /// The host by which its repositories are named.
  var host: String { get }

  /// The login that the token belongs to.
  func login() async throws(ForgeError) -> String
  /// How we stand with it: whom the token belongs to, and what the forge says of itself and of the token.
  func standing() async throws(ForgeError) -> ForgeStanding
  /// What is known of a repository.
  func facts(_ repository: ForgeRepository) async throws(ForgeError) -> ForgeRepositoryFacts

  /// One page of issues, most lately changed first, without pull requests and without comments. Pages count from 1.
  func issues(_ repository: ForgeRepository, _ filter: IssueFilter, page: Int) async throws(ForgeError) -> Page<ForgeIssue>
  /// One issue with its comments.
  func issue(_ reference: IssueReference) async throws(ForgeError) -> ForgeIssue
  /// Writes a comment on an issue or a pull request.
  func comment(_ text: String, on reference: IssueReference) async throws(ForgeError) -> IssueComment
  /// The comments on an issue or a pull request, oldest first.
  func comments(_ reference: IssueReference) async throws(ForgeError) -> [IssueComment]
  /// Adds and removes labels of an issue or pull request; those that the repository does not have are made first.
  func label(_ reference: IssueReference, add: [String], remove: [String]) async throws(ForgeError)
  /// Opens or closes an issue.
  func setOpen(_ isOpen: Bool, _ reference: IssueReference) async throws(ForgeError)

  /// The newest pull request, of any state, that brings a branch of the repository itself; nil: there was never one.
  func pullRequest(_ repository: ForgeRepository, head: String) async throws(ForgeError) -> PullRequest?
  /// A pull request by its number.
  func pullRequest(_ repository: ForgeRepository, number: Int) async throws(ForgeError) -> PullRequest
  /// Opens one, with its labels and reviewers; what of those could not be had does not lose it and stands in `remarks`.
  func open(_ text: PullRequestText, in repository: ForgeRepository) async throws(ForgeError) -> PullRequest
  /// Gives an open one this title, body, base and labels, and marks it as ready or not; labels that it has besides stay.
  func update(_ number: Int, to text: PullRequestText, in repository: ForgeRepository) async throws(ForgeError) -> PullRequest
  /// The review comments of a pull request, oldest first.
  func reviewNotes(_ repository: ForgeRepository, number: Int) async throws(ForgeError) -> [ReviewNote]
  /// Starts the checks of a pull request that was marked as ready or labelled, where the forge does not do that by itself.
  /// - Returns: whether some were started; false: the forge does it.
  func startChecks(_ repository: ForgeRepository, number: Int) async throws(ForgeError) -> Bool
  /// The checks of a commit.
  func checks(_ repository: ForgeRepository, commit: String) async throws(ForgeError) -> [CICheck]
}

extension Forge {
  /// The forge does it.
  package func startChecks(_ repository: ForgeRepository, number: Int) async throws(ForgeError) -> Bool { false }
  /// The login alone.
  package func standing() async throws(ForgeError) -> ForgeStanding { ForgeStanding(login: try await login()) }
}
