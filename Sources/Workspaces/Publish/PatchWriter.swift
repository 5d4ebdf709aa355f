/// Writes a commit as a patch that `git am` takes.
struct PatchWriter: Sendable {
  let git: GitProgram
  let shadow: String

  /// The patch's bytes.
  func patch(of commit: String, on base: String) async throws(WorkspaceError) -> [UInt8] {
    guard ObjectName.isValid(commit) else { throw .noSuchObject(commit) }
    return try await git.output(
      GitCall(
        "writing the patch", in: shadow,
        [
          "format-patch", "--stdout", "--no-signature", "--binary", "--full-index", "--no-ext-diff", "--no-textconv", "--no-color",
          "--no-renames", "\(base)..\(commit)",
        ]))
  }
}
