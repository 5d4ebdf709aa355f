import Model
import Platform
import TestSupport
import Testing

@testable import Workspaces

/// What git is told of a token: nothing that another user of the machine could see, and nothing that stays.
@Suite(.enabled(if: GitHTTPServer.isThere, "there is no git-http-backend or no python3"))
struct GitSecrecyTests {
  private static let token = "canary-7f3a91c05d-0123456789"

  /// A git that writes down its words, its environment and the words of all that it starts, then does its work.
  private static func wrapper(_ log: String) -> String {
    """
    #!/bin/sh
    printf '%s\\n' "$@" >> '\(log)/words'
    env >> '\(log)/environment'
    GIT_TRACE2_EVENT='\(log)/events' exec /usr/bin/git "$@"
    """
  }

  /// A job from clone to push, through a git that writes everything down.
  /// - Returns: how often each of the three files was written to, by their sizes.
  private func job(_ root: TestRepositoryRoot, url: (GitHTTPServer) -> String, credentials: RemoteCredentials) async throws {
    let source = try await root.repository("source")
    let bare = try await root.bare("srv/tool.git", of: source)
    let server = try await GitHTTPServer(root.path + "/srv", token: Self.token)
    try Files.makeDirectory(root.path + "/log")
    try Files.makeDirectory(root.path + "/bin")
    try Files.writeAtomically(Array(Self.wrapper(root.path + "/log").utf8), to: root.path + "/bin/git", mode: 0o755)
    let helper = root.path + "/helper"
    let script = "#!/bin/sh\n[ \"$3\" = get ] || { cat >> '\(root.path)/log/told'; exit 0; }\nexec cat /proc/self/fd/$2\n"
    try Files.writeAtomically(Array(script.utf8), to: helper, mode: 0o755)
    let store = try WorkspaceStore(root: root.path + "/state", git: try GitProgram(helper: helper, directories: root.path + "/bin"))
    let location = RepositoryLocation(source: url(server), publishTo: url(server))
    let prepared = try await store.prepare(task: TaskID(1), location: location, base: nil, credentials: credentials)
    try await TestWorkspace(root: root, prepared: prepared).shell("echo x > x")
    let tree = try await store.snapshot(TaskID(1)).summary.tree
    let commit = try await store.commit(TaskID(1), tree: tree, message: "m", author: CommitIdentity())
    let branch = try await store.publishBranch(TaskID(1), commit: commit, branch: "work", to: url(server), credentials: credentials)
    #expect(try await bare.git("rev-parse", branch) == commit)
    await server.end()
  }

  @Test("From clone to push no token is in an argument, an environment, a configuration or any file")
  func nowhere() async throws {
    try await TestRepositoryRoot.use { root in
      try await job(root, url: { "\($0.address)/tool.git" }, credentials: RemoteCredentials(token: Self.token))
      let events = try Files.readText(root.path + "/log/events", limit: 64 << 20)
      #expect(events.contains("remote-http") && events.contains("send-pack"), "what git starts is seen")
      #expect(try Files.readText(root.path + "/log/words", limit: 1 << 20).contains("credential.helper"))
      let git = try Files.readText(root.path + "/log/environment", limit: 1 << 20)
      #expect(git.contains("GIT_TERMINAL_PROMPT=0"))
      // What git tells its helper to store holds the password: that is why nobody reads it.
      try Files.remove(root.path + "/log/told")
      let found = try await root.outcome("grep", ["-rlaF", Self.token, root.path])
      #expect(found.text == "")
      let helper = try await root.outcome("grep", ["-rlF", "credential", "--include=config", root.path])
      #expect(helper.text == "", "no configuration names a helper")
    }
  }

  @Test("The same search finds a token that is put where it does not belong, so that the test above can fail")
  func control() async throws {
    try await TestRepositoryRoot.use { root in
      try await job(root, url: { "\($0.address)/tool.git" }, credentials: RemoteCredentials(token: Self.token))
      let git = try GitProgram(helper: nil, directories: root.path + "/bin")
      var call = GitCall("asking", in: nil, ["-c", "http.extraHeader=X: \(Self.token)", "version"])
      call.seconds = 30
      try await git.output(call)
      let found = try await root.outcome("grep", ["-laF", Self.token, root.path + "/log/words", root.path + "/log/events"])
      #expect(found.text.split(separator: "\n").count == 2)
    }
  }
}
