/// What became of giving the commit at the head of a branch another message.
package enum BranchRewording: Hashable, Sendable {
  /// The branch is at this commit: the same but for its message.
  case done(String)
  /// The branch is at another commit, which is not ours: it was left alone.
  case moved(to: String)
}
