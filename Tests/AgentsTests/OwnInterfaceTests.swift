@testable import Agents
import Glibc
import JSON
import Model
import Platform
import Sandbox
import TestSupport
import Testing

@Suite("Engines' own interfaces") struct OwnInterfaceTests {
  private var setup: AgentSetup {
    var setup = AgentSetup(
      task: TaskID(3), workspace: "/s/ws", home: "/s/home", log: "/s/log", sandbox: SandboxProfile(workspace: "/s/ws", home: "/s/home"),
      session: .resume(id: "5f3b"), mode: .auto)
    setup.command = "/bin/sh"
    return setup
  }

  @Test("They go on with the task's conversation, in its home, on a terminal", arguments: ["claude", "codex", "opencode", "demo"])
  func goOn(name: String) throws {
    let engine = try #require(EngineRegistry.standard().engine(named: name))
    let own = try #require(try engine.ownInterface(setup, session: "5f3b"))
    #expect(own.command.arguments.contains { $0.contains("5f3b") })
    #expect(own.command.environment["TERM"] == "xterm-256color")
    #expect(own.command.environment["NO_COLOR"] == nil)
    #expect(own.command.environment["HOME"] == "/s/home")
    #expect(own.command.directory == "/s/ws")
    // No hooks, servers or settings that only the repository brings.
    if name == "claude" { #expect(own.command.arguments.contains("--strict-mcp-config") && !own.command.arguments.contains("-p")) }
    if name == "codex" { #expect(own.command.arguments.suffix(2) == ["resume", "5f3b"]) }
  }

  @Test("What claude asks at its first start is answered, whatever the agent left in its file")
  func welcome() async throws {
    try await TestRepositoryRoot.use { root in try welcome(in: root.path) }
  }

  private func welcome(in folder: String) throws {
    let home = "\(folder)/home"
    let path = "\(home)/.claude/.claude.json"
    func prepared() throws -> JSONValue {
      try ClaudeWelcome.prepare(
        home: home, directory: "\(home)/.claude", workspace: "/s/ws", key: "sk-ant-" + String(repeating: "k", count: 30))
      return try JSONValue.parse(try Files.readText(path, limit: 1 << 20))
    }
    func isAnswered(_ file: JSONValue) -> Bool {
      file["hasCompletedOnboarding"] == true && file["projects"]?["/s/ws"]?["hasTrustDialogAccepted"] == true
        && file["customApiKeyResponses"]?["approved"] == [.string(String(repeating: "k", count: 20))]
    }
    #expect(isAnswered(try prepared()))
    for old in [#"{"userID":"u","theme":"light","projects":{"/other":{"a":1},"/s/ws":7}}"#, "[]", "{", "\0"] {
      try Files.writeAtomically(Array(old.utf8), to: path)
      let file = try prepared()
      #expect(isAnswered(file))
      if old.contains("userID") { #expect(file["userID"] == "u" && file["theme"] == "light" && file["projects"]?["/other"]?["a"] == 1) }
    }
    // A link to somebody else's file is replaced, neither read nor written through.
    try Files.writeAtomically(Array(#"{"secret":"s"}"#.utf8), to: "\(folder)/other.json")
    _ = unlink(path)
    #expect(symlink("\(folder)/other.json", path) == 0)
    let file = try prepared()
    #expect(isAnswered(file) && file["secret"] == nil)
    #expect(try Files.readText("\(folder)/other.json", limit: 100) == #"{"secret":"s"}"#)
    // Nor is a linked directory.
    _ = unlink(path)
    _ = rmdir("\(home)/.claude")
    #expect(symlink(folder, "\(home)/.claude") == 0)
    #expect(throws: PlatformError.self) { try prepared() }
  }

  @Test("An engine without one says so")
  func none() throws {
    let engine = try #require(EngineRegistry.standard().engine(named: "aider"))
    #expect(try engine.ownInterface(setup, session: "5f3b") == nil)
  }
}
