/// Something of a pull request that is otherwise than when the forge was asked before. Its `text` may hold text from outside.
package enum RequestNews: Hashable, Sendable {
  /// It was merged, closed, or opened again.
  case state(PullRequest.State)
  /// It was marked as ready, or as a draft.
  case draft(Bool)
  /// Its checks are let go, by somebody on the forge.
  case released(String)
  /// Checks failed, by name.
  case failed([String])
  /// All so many checks passed.
  case passed(Int)
  /// Comments came: how many of them on lines of files, how many besides, and of whom.
  case comments(review: Int, others: Int, by: [String])

  /// What the transcript says.
  package var text: String {
    switch self {
    case .state(.merged): "The pull request was merged."
    case .state(.closed): "The pull request was closed without being merged."
    case .state(.open): "The pull request is open again."
    case .draft(true): "The pull request is a draft again."
    case .draft(false): "The pull request was marked as ready."
    case .released(let how): "CI is no longer held: \(how)."
    case .failed(let names): "CI failed: \(Self.list(names))"
    case .passed(let count): count == 1 ? "CI passed" : "CI passed: \(count) checks"
    case .comments(let review, let others, let authors):
      [Self.count(review, "review comment"), Self.count(others, "comment")].compactMap { $0 }.map { "\($0.number) new \($0.words)" }
        .joined(separator: " and ") + " by \(Self.list(authors))"
    }
  }

  /// Whether an operator has to do something about it.
  package var asks: Bool {
    switch self {
    case .failed, .comments: true
    case .state, .draft, .released, .passed: false
    }
  }

  private static func count(_ number: Int, _ words: String) -> (number: Int, words: String)? {
    number == 0 ? nil : (number, number == 1 ? words : words + "s")
  }

  /// The first names, each on one line and cut, and how many more there are.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(5).map { name in
      let line = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return line.count > 60 ? line.prefix(60) + "…" : line
    }
    return shown.joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
  }
}
