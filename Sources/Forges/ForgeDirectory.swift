package import Model

/// Which forges there are, and whose a repository is. Any caller; tokens are asked for when they are needed.
package protocol ForgeDirectory: Sendable {
  /// The forge of a git remote (`https://`, `ssh://`, `git@host:owner/name.git`), of a page of it (`…/issues/12`), or of a local path's own remote as it was
  /// resolved by the caller.
  /// - Parameter fresh: a token that was kept is not used again: its source is asked anew.
  /// - Returns: nil: it is on no forge that is known.
  /// - Throws: `noToken` and what the token's source says.
  func place(of address: String, fresh: Bool) async throws(ForgeError) -> ForgePlace?
  /// The forge that a repository was found on before.
  /// - Throws: `notFound` when it is not configured any more; else as `place`.
  func place(of repository: ForgeRepository, fresh: Bool) async throws(ForgeError) -> ForgePlace
  /// The issue that an address or a short name means (`https://git.lab/ops/tools/issues/12`, `ops/tools#12`, `#12` beside a remote); nil: none that is known.
  func issue(_ text: String, beside remote: String?) -> IssueReference?
  /// What git may use at a remote over https (or http where that is allowed): only where a forge stands at exactly its host and port.
  /// - Returns: nil: no forge is configured for it.
  /// - Throws: as `place`.
  func gitAccess(of remote: String, fresh: Bool) async throws(ForgeError) -> ForgeGitAccess?
}

extension ForgeDirectory {
  /// None.
  package func gitAccess(of remote: String, fresh: Bool) async throws(ForgeError) -> ForgeGitAccess? { nil }
}
