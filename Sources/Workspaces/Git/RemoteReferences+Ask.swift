extension RemoteReferences {
  /// Asks a remote or a directory for its references.
  static func ask(
    _ remote: RepositoryAddress, git: GitProgram, credentials: RemoteCredentials, seconds: Double
  ) async throws(WorkspaceError) -> RemoteReferences {
    var call = GitCall(
      "asking \(remote.withoutPassword) for its branches", in: nil, ["ls-remote", "--quiet", "--symref", "--", remote.text])
    call.remote = remote
    call.credentials = credentials
    call.seconds = seconds
    call.trustsOwner = true
    return RemoteReferences(try await git.output(call))
  }
}
