import Model
import Platform
import TestSupport
import Workspaces

/// A workspace seen as its agent sees it: a shell may do anything in it.
struct TestWorkspace {
  let root: TestRepositoryRoot
  let prepared: PreparedWorkspace
  var path: String { prepared.path }

  /// Runs a shell script in the workspace.
  @discardableResult
  func shell(_ script: String) async throws -> String { try await root.run("/bin/sh", ["-ec", script], in: path) }

  func write(_ name: String, _ text: String) throws {
    try Files.makeDirectory(Files.parent(of: path + "/" + name))
    try Files.writeAtomically(Array(text.utf8), to: path + "/" + name, mode: 0o644)
  }
}

extension DiffListing {
  /// `A path`, `M path`, … in path order.
  var lines: [String] { files.map { "\($0.status.rawValue) \($0.path)" } }

  /// The file of this path.
  func file(_ path: String) -> DiffFile? { files.first { $0.path == path } }
}
