import JSON
package import Platform

/// Carrel's own coding agent (`carrel agent`): an agent of the Agent Client Protocol on standard input and output, for any client.
package enum BuiltInProgram {
  /// A longer line of the client is refused.
  private static let lineLimit = 32 << 20

  /// Serves a client until its input ends or a signal comes; then all that runs is ended. Nothing is done before the client's first request.
  /// - Returns: the exit code.
  package static func main(
    options: BuiltInOptions, backend: AgentBackend, environment: [String: String], input: Int32 = 0, output: Int32 = 1,
    signals: SignalWatcher? = nil
  ) async -> Int32 {
    let connection = ClientConnection(LineOutput(output))
    let server = AgentServer(connection, backend: backend, options: options, environment: environment)
    let (ends, end) = AsyncStream<Int32>.makeStream()
    Task {
      await read(LineInput(input), server, connection)
      end.yield(0)
    }
    if let signals {
      Task {
        if let number = await signals.next() { end.yield(128 + number) }
      }
    }
    var code: Int32 = 0
    for await found in ends {
      code = found
      break
    }
    await server.close()
    return code
  }

  private static func read(_ input: LineInput, _ server: AgentServer, _ connection: ClientConnection) async {
    var splitter = LineSplitter(limit: lineLimit)
    while let bytes = await input.next() {
      for line in splitter.append(bytes) {
        guard line.bytes.contains(where: { $0 > 0x20 }) else { continue }
        guard !line.truncated, let message = try? JSONValue.parse(line.bytes) else {
          await connection.answer(.null, .failure(.parse))
          continue
        }
        await server.receive(message)
      }
    }
  }
}
