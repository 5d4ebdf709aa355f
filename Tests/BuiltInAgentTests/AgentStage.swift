import BuiltInAgent
import Glibc
import JSON
import Model
import Platform
import Providers
import Synchronization
import TestSupport

/// Carrel's own agent with a client at the other end of two pipes, in a private directory.
final class AgentStage: Sendable {
  let directory: String
  let client: TestClient
  let provider: ScriptedProvider
  private let program: Task<Int32, Never>
  private let ownsDirectory: Bool

  var workspace: String { "\(directory)/ws" }

  /// Starts it. `sharing` another stage's directory: as after a restart.
  init(
    _ steps: [ScriptedProvider.Step], options: BuiltInOptions = BuiltInOptions(), sharing other: AgentStage? = nil,
    contextSize: Int = 100_000, use: TokenCount = TokenCount(input: 100, output: 10), environment: [String: String] = [:]
  ) throws {
    ownsDirectory = other == nil
    if let other {
      directory = other.directory
    } else {
      let made = try Files.makeTemporaryDirectory(in: Files.isDirectory("/dev/shm") ? "/dev/shm" : "/tmp", prefix: "carrel-agent-")
      directory = Files.realPath(made) ?? made
      try Files.makeDirectory("\(directory)/ws")
      try Files.makeDirectory("\(directory)/home")
    }
    let provider = ScriptedProvider(steps, use: use)
    self.provider = provider
    var (toAgent, fromAgent): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    guard pipe(&toAgent) == 0, pipe(&fromAgent) == 0 else { throw TestRepositoryFailure(text: "no pipe") }
    let backend = AgentBackend(
      provider: { name throws(TaskFailure) in
        if name == "unknown" { throw TaskFailure(.badRequest, "Choosing a provider: nobody offers unknown.") }
        if name == "keyless" { throw TaskFailure(.auth, "Choosing a provider: TEST_KEY is not set.") }
        return (provider, name ?? "model-1")
      }, price: { _, _, tokens in Double(tokens.total) / 1000 }, contextSize: { _, _ in contextSize },
      offers: [ModelOffer(id: "model-1"), ModelOffer(id: "model-2")], credentials: [("TEST_KEY", "A key for tests")])
    let surroundings = ["HOME": "\(directory)/home", "PATH": "/usr/local/bin:/usr/bin:/bin"].merging(environment) { $1 }
    let (input, output) = (toAgent[0], fromAgent[1])
    program = Task {
      let code = await BuiltInProgram.main(options: options, backend: backend, environment: surroundings, input: input, output: output)
      close(input)
      close(output)
      return code
    }
    client = TestClient(input: fromAgent[0], output: toAgent[1])
  }

  /// Ends it as a client does: by ending its input. Its exit code.
  func end() async -> Int32 {
    client.endInput()
    let code = await program.value
    await client.finished()
    return code
  }

  deinit { if ownsDirectory { Self.remove(directory) } }

  /// Initialises and opens a session; its id.
  func open(elicitation: Bool = false) async throws -> String {
    let capabilities: JSONValue = elicitation ? ["elicitation": ["form": [:]]] : [:]
    _ = try await client.request("initialize", ["protocolVersion": 1, "clientCapabilities": capabilities])
    let answer = try await client.request("session/new", ["cwd": .string(workspace), "mcpServers": []])
    return answer["result"]?["sessionId"]?.string ?? ""
  }

  func prompt(_ session: String, _ text: String) async throws -> JSONValue {
    try await client.request("session/prompt", Self.promptParameters(session, text))
  }

  static func promptParameters(_ session: String, _ text: String) -> JSONValue {
    ["sessionId": .string(session), "prompt": [["type": "text", "text": .string(text)]]]
  }

  func write(_ path: String, _ text: String) throws { try write(path, Array(text.utf8)) }

  func write(_ path: String, _ bytes: [UInt8]) throws {
    try Files.makeDirectory(Files.parent(of: "\(workspace)/\(path)"))
    try Files.writeAtomically(bytes, to: "\(workspace)/\(path)", mode: 0o644)
  }

  func read(_ path: String) -> String? { try? Files.readText("\(workspace)/\(path)", limit: 1 << 24) }

  func sessionFile(_ id: String) -> String { "\(directory)/home/.carrel-agent/sessions/\(id).jsonl" }

  private static func remove(_ path: String) {
    for name in (try? Files.list(path)) ?? [] {
      let below = "\(path)/\(name)"
      if Files.linkTarget(below) == nil, Files.isDirectory(below) { remove(below) } else { unlink(below) }
    }
    rmdir(path)
  }
}
