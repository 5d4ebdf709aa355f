import Model
import TestSupport
import Workspaces

/// A store over a fresh state directory, a source repository and what a test usually does with them.
struct Desk {
  let root: TestRepositoryRoot
  let source: TestRepository
  let store: WorkspaceStore
  let location: RepositoryLocation
  let author = CommitIdentity(name: "Carrel", email: "carrel@localhost")

  /// A desk whose source has these files.
  static func use(files: [String: String] = Desk.files, _ body: (Desk) async throws -> Void) async throws {
    try await TestRepositoryRoot.use { root in
      let source = try await root.repository("source", files: files)
      let store = try WorkspaceStore(root: root.path + "/state", git: try GitProgram(helper: nil))
      do {
        try await body(
          Desk(
            root: root, source: source, store: store, location: RepositoryLocation(source: source.path, publishTo: source.path)))
      } catch {
        await store.trashEmptied()
        throw error
      }
      // What is still being deleted cannot be deleted by the test as well.
      await store.trashEmptied()
    }
  }

  static let files = ["README.md": "one\ntwo\nthree\n", "src/a.txt": "a\n", "src/b.txt": "b\n", ".gitignore": "build/\n*.o\n"]

  /// Prepares a task's workspace.
  @discardableResult
  func prepare(_ number: Int = 1, base: String? = nil) async throws -> TestWorkspace {
    TestWorkspace(root: root, prepared: try await store.prepare(task: TaskID(number), location: location, base: base))
  }
}
