import Platform

/// A git repository of a test, used through real git.
package struct TestRepository: Sendable {
  let root: TestRepositoryRoot
  /// Its directory.
  package let path: String

  /// Runs git in it and returns what it printed, without the newline at the end.
  /// - Throws: `TestRepositoryFailure`.
  @discardableResult
  package func git(_ arguments: String...) async throws -> String {
    let text = try await root.run("git", arguments, in: path)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// Writes a file, and its directories.
  package func write(_ name: String, _ text: String) throws {
    try Files.makeDirectory(Files.parent(of: path + "/" + name))
    try Files.writeAtomically(Array(text.utf8), to: path + "/" + name, mode: 0o644)
  }

  /// Commits everything.
  /// - Returns: the commit's id.
  @discardableResult
  package func commit(_ message: String) async throws -> String {
    try await git("add", "-A")
    try await git("commit", "-q", "--allow-empty", "-m", message)
    return try await git("rev-parse", "HEAD")
  }
}
