internal import Platform

/// Looks who uses the workspaces. One look through all processes answers everybody who asked before it began.
actor UserSearch {
  private typealias Users = [String: (pid: Int32, program: String)]
  private let root: String
  private var running: Task<Users, Never>?
  private var waiting: Task<Users, Never>?

  /// A search below a directory.
  init(root: String) { self.root = root }

  /// A process other than ours whose working directory, root or open file is below a name.
  func user(of name: String) async -> (pid: Int32, program: String)? {
    if let waiting { return await waiting.value[name] }
    let before = running
    let mine = Task { () async -> Users in
      _ = await before?.value
      self.begin()
      let root = root
      return await runBlocking { WorkspaceGuard.users(below: root) }
    }
    waiting = mine
    return await mine.value[name]
  }

  private func begin() {
    running = waiting
    waiting = nil
  }
}
