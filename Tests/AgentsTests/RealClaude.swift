import Agents
import Model
import Platform
import Testing

/// The real claude program (`CARREL_TEST_CLAUDE`) against the scripted model server of Tests/TestSupport.
final class RealClaude: Sendable {
  static var program: String? {
    Environment.current["CARREL_TEST_CLAUDE"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Whether agents can be shut in here: bubblewrap is installed and the warden was built.
  static var hasSandbox: Bool {
    let sandbox = AgentSandbox.found()
    return sandbox.warden != nil && ProcessCommand.find(sandbox.bwrap, path: nil) != nil
  }

  let address: String
  private let server: ChildProcess

  init() async throws {
    let tests = Fixture.directory.replacing("/AgentsTests/Fixtures", with: "")
    var command = ProcessCommand(
      "python3", ["\(tests)/TestSupport/ModelServer/model_server.py"],
      environment: ["PATH": Environment.current["PATH"] ?? "/usr/bin:/bin"]
    )
    command.input = .pipe
    command.errorOutput = .inherit
    server = try ChildProcess.spawn(command)
    var bytes: [UInt8] = []
    while !bytes.contains(0x0a), let more = await server.output.next() { bytes += more }
    let port = try #require(Int(String(decoding: bytes.prefix { $0 != 0x0a }, as: UTF8.self)))
    address = "http://127.0.0.1:\(port)"
  }

  func end() async {
    server.closeInput()
    _ = await server.wait()
  }
}
