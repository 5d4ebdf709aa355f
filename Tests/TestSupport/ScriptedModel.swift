package import JSON
import Platform
import Synchronization

/// The scripted model behind the APIs that real agents speak (ModelServer/model_server.py), on the loopback. ModelServer/marks.py is the manual of what it does.
package final class ScriptedModel: Sendable {
  /// Where it listens: `http://127.0.0.1:PORT`.
  package let address: String
  private let server: ChildProcess
  private let unread = Mutex<[UInt8]>([])

  private init(_ server: ChildProcess, _ port: Int) {
    self.server = server
    address = "http://127.0.0.1:\(port)"
  }

  /// Starts it, runs a body, and ends it.
  package static func use(_ body: (ScriptedModel) async throws -> Void) async throws {
    let model = try await start()
    do { try await body(model) } catch {
      await model.end()
      throw error
    }
    await model.end()
  }

  /// Starts it for tests that end it themselves.
  package static func start() async throws -> ScriptedModel {
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
    return ScriptedModel(server, port)
  }

  /// Lets the replies go on that `[[model:hang NAME]]` or `[[model:silent NAME]]` hold back, now and later.
  package func release(_ name: String) async {
    try? await server.write(Array("release \(name)\n".utf8))
  }

  /// The requests so far: method, path, api, model, stream, tools, authorization, marks. One call at a time.
  package func requests() async throws -> [JSONValue] {
    try await server.write(Array("requests\n".utf8))
    var bytes = unread.withLock { $0 }
    while !bytes.contains(0x0a), let more = await server.output.next() { bytes += more }
    let line = bytes.prefix { $0 != 0x0a }
    let rest = Array(bytes.dropFirst(line.count + 1))
    unread.withLock { $0 = rest }
    return try JSONValue.parse(Array(line)).array ?? []
  }

  /// Ends it.
  package func end() async {
    server.closeInput()
    _ = await server.wait()
  }
}
