import Agents
import Model
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct OllamaServerTests {
  private func failure(_ server: OllamaServer, _ environment: [String: String]) async -> TaskFailure? {
    do throws(TaskFailure) {
      _ = try await server.acquire(environment: environment)
      return nil
    } catch { return error }
  }

  @Test func isStartedOnceForAllAndEndedByTheLast() async throws {
    let stub = try StubOllama(AgentStage())
    let server = OllamaServer()
    let environment = stub.environment()
    let urls = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<5 { group.addTask { try await server.acquire(environment: environment) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(urls == [String](repeating: "http://127.0.0.1:\(stub.port)", count: 5))
    let start = try #require(stub.starts.first)
    #expect(stub.starts.count == 1 && stub.isRunning(start))
    #expect(start.contains(#""arguments": ["serve"]"#) && start.contains(#""CUDA_VISIBLE_DEVICES": "1""#))
    #expect(start.contains(#""OLLAMA_KEEP_ALIVE": "5m""#) && start.contains(#""HOME": "#) && !start.contains("ANTHROPIC"))
    for url in urls.dropLast() { await server.release(url) }
    #expect(stub.isRunning(start))
    await server.release(urls[0])
    #expect(!stub.isRunning(start))
    // What was released too often harms nobody, and it can be started again.
    await server.release(urls[0])
    _ = try await server.acquire(environment: environment)
    #expect(stub.starts.count == 2)
    await server.end()
    #expect(!stub.isRunning(stub.starts[1]))
    #expect(await failure(server, environment)?.kind == .engine)
  }

  @Test func usesOneThatRunsAndLeavesItAlone() async throws {
    let running = try LoopbackServer { _, _, connection in connection.answer(200, #"{"version":"0.9.9"}"#) }
    let stage = try AgentStage()
    let stub = try StubOllama(stage)
    var environment = stub.environment()
    environment["OLLAMA_HOST"] = "localhost:\(running.port)"
    let server = OllamaServer()
    let url = try await server.acquire(environment: environment)
    #expect(url == "http://localhost:\(running.port)")
    await server.release(url)
    await server.end()
    #expect(stub.starts.isEmpty)
  }

  @Test func startsNothingElsewhere() async throws {
    let stub = try StubOllama(AgentStage())
    var environment = stub.environment()
    environment["OLLAMA_HOST"] = "http://ollama.invalid:1"
    let told = await failure(OllamaServer(), environment)
    #expect(told?.kind == .network && told?.text.contains("http://ollama.invalid:1") ?? false)
    environment["OLLAMA_HOST"] = "ftp://x"
    #expect(await failure(OllamaServer(), environment)?.kind == .badRequest)
    #expect(stub.starts.isEmpty)
  }

  @Test func saysHowToInstallIt() async throws {
    let stub = try StubOllama(AgentStage())
    let told = await failure(OllamaServer(command: "no-such-ollama"), stub.environment())
    #expect(told?.kind == .engine && told?.text.contains("install it (curl -fsSL https://ollama.com/install.sh | sh)") ?? false)
  }

  @Test func saysWhyItDidNotStart() async throws {
    let stub = try StubOllama(AgentStage())
    let told = await failure(OllamaServer(), stub.environment("die"))
    #expect(told?.kind == .engine && told?.text.contains("exit code 1") ?? false, "\(told?.text ?? "")")
    #expect(told?.text.contains("address already in use") ?? false)
  }

  @Test func waitsForSoLongOnly() async throws {
    let stub = try StubOllama(AgentStage())
    // The pauses end when the program says something, so that the limit passes at once and not before.
    let server = OllamaServer(limitSeconds: 3, sleep: { _ in try? await Patience.until("the start") { !stub.starts.isEmpty } })
    let told = await failure(server, stub.environment("silent"))
    #expect(
      told?.kind == .engine && told?.text.contains("did not answer at http://127.0.0.1:\(stub.port) within 3 s") ?? false,
      "\(told?.text ?? "")")
    #expect(!stub.isRunning(try #require(stub.starts.first)))
  }

  @Test func endsWithItsOwner() async throws {
    let stub = try StubOllama(AgentStage())
    var server: OllamaServer? = OllamaServer()
    _ = try await server?.acquire(environment: stub.environment())
    let start = try #require(stub.starts.first)
    #expect(stub.isRunning(start))
    // As when the service is killed: nobody says anything to the program, only the pipe is closed.
    server = nil
    try await Patience.until("its end") { !stub.isRunning(start) }
  }

  @Test func startsAgainWhatDied() async throws {
    let stub = try StubOllama(AgentStage())
    let server = OllamaServer()
    let url = try await server.acquire(environment: stub.environment())
    try await Patience.until("the first one's death") {
      stub.kill(stub.starts[0])
      return !stub.isRunning(stub.starts[0])
    }
    #expect(try await server.acquire(environment: stub.environment()) == url)
    #expect(stub.starts.count == 2 && stub.isRunning(stub.starts[1]))
    await server.release(url)
    #expect(stub.isRunning(stub.starts[1]))
    await server.release(url)
    #expect(!stub.isRunning(stub.starts[1]))
  }

  @Test func listsItsModels() async throws {
    let stub = try StubOllama(AgentStage())
    let server = OllamaServer()
    let environment = ["OLLAMA_HOST": "127.0.0.1:\(stub.port)"]
    #expect(await OfferedModels(environment).ollama().isEmpty)
    let url = try await server.acquire(environment: stub.environment())
    #expect(await OfferedModels(environment).ollama() == [ModelOffer(id: "ollama/tiny:1b")])
    let offers = try await ClaudeEngine().models(command: nil, environment: environment)
    #expect(offers.map(\.id) == ["sonnet", "opus", "haiku", "ollama/tiny:1b"])
    await server.release(url)
  }
}
