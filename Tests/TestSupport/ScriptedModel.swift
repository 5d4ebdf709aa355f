import Platform

/// The scripted model server behind real agents' protocols (ModelServer/model_server.py), on the loopback.
package final class ScriptedModel: Sendable {
  /// Where it listens: `http://127.0.0.1:PORT`.
  package let address: String
  private let server: ChildProcess

  private init(_ server: ChildProcess, _ port: Int) {
    self.server = server
    address = "http://127.0.0.1:\(port)"
  }

  /// Starts it, runs a body, and ends it.
  package static func use(_ body: (ScriptedModel) async throws -> Void) async throws {
    var command = ProcessCommand(
      "python3", ["\(Files.parent(of: #filePath))/ModelServer/model_server.py"],
      environment: ["PATH": Environment.current["PATH"] ?? "/usr/bin:/bin"])
    command.input = .pipe
    command.errorOutput = .inherit
    let server = try ChildProcess.spawn(command)
    var bytes: [UInt8] = []
    while !bytes.contains(0x0a), let more = await server.output.next() { bytes += more }
    guard let port = Int(String(decoding: bytes.prefix { $0 != 0x0a }, as: UTF8.self)) else {
      throw TestRepositoryFailure(text: "the model server did not say its port")
    }
    let model = ScriptedModel(server, port)
    do { try await body(model) } catch {
      await model.end()
      throw error
    }
    await model.end()
  }

  private func end() async {
    server.closeInput()
    _ = await server.wait()
  }
}
