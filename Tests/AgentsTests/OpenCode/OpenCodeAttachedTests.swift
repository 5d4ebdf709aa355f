@testable import Agents
import Glibc
import JSON
import Model
import Platform
import Testing

/// A server that runs already.
@Suite(.timeLimit(.minutes(15))) struct OpenCodeAttachedTests {
  /// Runs a body beside a server with this password; the server is ended afterwards.
  private func withServer(_ open: OpenCodeStage, _ body: (_ url: String, _ pid: Int32) async throws -> Void) async throws {
    let command = ProcessCommand(
      OpenCodeStage.program, ["serve", "--port", "0", "--hostname", "127.0.0.1"],
      environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": open.home, "OPENCODE_SERVER_PASSWORD": "open sesame"],
      directory: open.home)
    let server = try ChildProcess.spawn(command)
    var bytes: [UInt8] = []
    while !bytes.contains(0x0a), let more = await server.output.next() { bytes += more }
    let port = try #require(OpenCodeServer.listeningPort(Array(bytes.prefix { $0 != 0x0a })))
    do {
      try await body("http://127.0.0.1:\(port)", server.pid)
    } catch {
      kill(server.pid, SIGKILL)
      throw error
    }
    kill(server.pid, SIGKILL)
    _ = await server.wait()
  }

  private func setup(_ open: OpenCodeStage, _ url: String, _ mode: TaskMode = .auto) -> AgentSetup {
    var setup = open.setup(mode)
    setup.serverURL = url
    setup.serverPassword = "open sesame"
    setup.command = "/nowhere/opencode"
    return setup
  }

  @Test func aSessionInItIsOursAndTheServerStays() async throws {
    let open = try OpenCodeStage()
    try await withServer(open) { url, pid in
      let agent = try await open.agent(setup(open, url, .ask))
      try await agent.send("[[model:bash echo hi]][[model:say There.]]")
      let request = try #require(await open.stage.request(1))
      try await agent.answer(request.id, with: .allow)
      await open.stage.turns(1)
      try await agent.send("[[model:hang forever]]")
      await open.stage.until { $0.contains { if case .textDelta(_, let text) = $0 { text.contains("It begins") } else { false } } }
      await agent.stop()
      #expect(open.posted("/abort").count == 1)
      #expect(kill(pid, 0) == 0)
    }
    #expect(open.outcomes == ["completed", "interrupted"])
    #expect(open.texts == ["There.", "It begins "])
    #expect(open.events.last == .exited(code: 0, signal: nil))
    let queries = open.asked.compactMap { $0["query"]?.string }
    #expect(!queries.isEmpty && queries.allSatisfy { $0 == "directory=\(OpenCodeServer.escaped("\(open.stage.directory)/ws"))" })
    // Nothing was written for a server of our own.
    #expect(!Files.exists("\(open.home)/.carrel/opencode.json"))
  }

  @Test func aWrongPasswordIsSaid() async throws {
    let open = try OpenCodeStage()
    try await withServer(open) { url, _ in
      var setup = setup(open, url)
      setup.serverPassword = "wrong password"
      do throws(TaskFailure) {
        try await open.engine.makeAgent(setup).start(open.stage.receive)
        Issue.record("started")
      } catch {
        #expect(error.text.contains("refuses the password"))
        #expect(!error.text.contains("wrong password"))
      }
    }
    await open.stage.exited()
  }

  @Test func aServerThatIsGoneFailsTheTurn() async throws {
    let open = try OpenCodeStage()
    try await withServer(open) { url, pid in
      let agent = try await open.agent(setup(open, url))
      await (agent as? OpenCodeAgent)?.be(impatient: [0, 0])
      try await agent.send("[[model:hang forever]]")
      await open.stage.until { $0.contains { if case .textDelta = $0 { true } else { false } } }
      kill(pid, SIGKILL)
      await open.stage.exited()
      await agent.stop()
    }
    #expect(open.outcomes == ["failed(network)"])
  }

  @Test func addressesThatAreNone() async throws {
    let open = try OpenCodeStage()
    for url in ["", "127.0.0.1:4096", "ftp://127.0.0.1", "http://", "http://a b", "http://host/path"] {
      var setup = open.setup()
      setup.serverURL = url
      #expect(throws: TaskFailure.self, "\(url)") { try open.engine.makeAgent(setup) }
    }
    var setup = open.setup()
    setup.serverURL = "http://127.0.0.1:9/"
    do throws(TaskFailure) {
      try await open.engine.makeAgent(setup).start(open.stage.receive)
      Issue.record("started")
    } catch {
      #expect(error.kind == .network)
      #expect(error.text.contains("http://127.0.0.1:9"))
    }
  }
}
