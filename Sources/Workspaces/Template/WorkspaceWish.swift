/// What a task wants of its workspace besides the commit.
package struct WorkspaceWish: Sendable {
  /// The directories that it is to have, with what is below; empty: the whole tree.
  package var sparse: [String]
  /// A setup that runs once for all workspaces of the same commit; nil: none.
  package var setup: SharedSetup?

  /// A wish; without arguments the plain workspace.
  package init(sparse: [String] = [], setup: SharedSetup? = nil) {
    self.sparse = sparse
    self.setup = setup
  }
}
