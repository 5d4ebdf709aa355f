import Model
import Workspaces

/// What the supervisor keeps of merges in memory: a book for each repository, and the looks that are under way.
struct MergeShelf {
  /// What a mirror keeps of a change that is published and not merged.
  struct Kept: Hashable, Sendable {
    /// As it was published.
    var commit: String
    var mirror: String
    var tree: String
  }

  /// Of tasks with an open pull request.
  var open: [TaskID: Kept] = [:]
  /// Lets go what is kept of requests that are over.
  var lettingGo: Task<Void, Never>?
  /// By the repository's source.
  var books: [String: MergeBook] = [:]
  /// What would be published of tasks of which something was taken out, by the change that it was made of.
  var composed: [TaskID: (from: String, tree: String)] = [:]
  /// The looks at tasks in review that run, by the repository's source.
  var checks: [String: Task<Void, Never>] = [:]
  /// The repositories of which another look was asked for meanwhile.
  var again: Set<String> = []

  /// The book of a repository.
  mutating func book(of source: String, _ store: WorkspaceStore) -> MergeBook {
    if let book = books[source] { return book }
    let made = MergeBook(store: store)
    books[source] = made
    return made
  }
}
