import Glibc
package import Platform

/// A private directory in memory for tests with real git: repositories, a state directory, an empty home. Removed at the end.
package struct TestRepositoryRoot: Sendable {
  /// The directory.
  package let path: String

  /// Runs a body with a fresh root and removes it afterwards, also when the body throws.
  package static func use(_ body: (TestRepositoryRoot) async throws -> Void) async throws {
    let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : Environment.current["TMPDIR"] ?? "/tmp"
    let root = TestRepositoryRoot(path: try Files.makeTemporaryDirectory(in: parent, prefix: "carrel-test-"))
    do {
      try Files.makeDirectory(root.path + "/home")
      try await body(root)
    } catch {
      try await root.remove()
      throw error
    }
    try await root.remove()
  }

  /// Runs a program with this root's private home and git configuration.
  /// - Throws: `TestRepositoryFailure` when it does not end with 0.
  @discardableResult
  package func run(_ program: String, _ arguments: [String], in directory: String? = nil, input: [UInt8] = []) async throws -> String {
    let result = try await outcome(program, arguments, in: directory, input: input)
    guard result.exit.isSuccess else {
      throw TestRepositoryFailure(text: "\(program) \(arguments.joined(separator: " ")): \(result.exit.text): \(result.errorText)")
    }
    return result.text
  }

  /// Runs a program and returns how it ended.
  package func outcome(
    _ program: String, _ arguments: [String], in directory: String? = nil, input: [UInt8] = []
  ) async throws -> ProcessResult {
    let environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": path + "/home", "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org", "GIT_COMMITTER_NAME": "Ann",
      "GIT_COMMITTER_EMAIL": "ann@example.org", "GIT_TERMINAL_PROMPT": "0",
    ]
    let command = ProcessCommand(program, arguments, environment: environment, directory: directory ?? path)
    return try await ProcessRunner.run(command, input: input, timeoutSeconds: 120)
  }

  /// Makes a repository with one commit on `main` that holds these files (path to text).
  package func repository(_ name: String, files: [String: String] = ["README.md": "hello\n"]) async throws -> TestRepository {
    let repository = TestRepository(root: self, path: path + "/" + name)
    try await run("git", ["init", "-q", "-b", "main", repository.path])
    for (path, text) in files { try repository.write(path, text) }
    if !files.isEmpty { try await repository.commit("first") }
    return repository
  }

  /// Makes an empty bare repository, or a bare clone.
  package func bare(_ name: String, of source: TestRepository? = nil) async throws -> TestRepository {
    let bare = TestRepository(root: self, path: path + "/" + name)
    if let source {
      try await run("git", ["clone", "-q", "--bare", "--no-hardlinks", source.path, bare.path])
    } else {
      try await run("git", ["init", "-q", "--bare", "-b", "main", bare.path])
    }
    return bare
  }

  private func remove() async throws { try await run("rm", ["-rf", path], in: "/") }
}
