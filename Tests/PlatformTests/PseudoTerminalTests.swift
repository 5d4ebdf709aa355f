import Glibc
import Platform
import Testing

@Suite("Pseudo-terminals", .timeLimit(.minutes(15))) struct PseudoTerminalTests {
  /// Reads until the text has come; what has come by then, also at the end.
  private func read(_ terminal: PseudoTerminal, until text: String) -> String {
    var bytes: [UInt8] = []
    while !String(decoding: bytes, as: UTF8.self).contains(text) {
      switch terminal.read() {
      case .bytes(let more): bytes += more
      case .end: return String(decoding: bytes, as: UTF8.self) + "(end)"
      case .notYet:
        var one = pollfd(fd: terminal.descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&one, 1, 60_000) == 0 { return String(decoding: bytes, as: UTF8.self) + "(nothing came)" }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func start(_ script: String, rows: Int = 24, columns: Int = 80) throws -> (PseudoTerminal, ChildProcess) {
    let (terminal, other) = try PseudoTerminal.open(rows: rows, columns: columns)
    var command = ProcessCommand("/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"])
    command.terminal = other.number
    let child = try ChildProcess.spawn(command)
    other.close()
    return (terminal, child)
  }

  @Test("A child has it as its three streams, with its size, and types come through the line")
  func streams() async throws {
    let (terminal, child) = try start(
      "test -t 0 && test -t 1 && test -t 2 && stty size; read word; echo \"got $word\" >&2; exit 3", rows: 30, columns: 90)
    #expect(read(terminal, until: "30 90").contains("30 90"))
    #expect(terminal.write(Array("hello\n".utf8)[...]) == 6)
    #expect(read(terminal, until: "got hello").contains("got hello"))
    #expect(await child.wait() == .code(3))
    #expect(read(terminal, until: "never").hasSuffix("(end)"))
    terminal.close()
    #expect(terminal.descriptor == -1)
    #expect(terminal.read() == .end)
    #expect(terminal.write([1]) == 0)
  }

  @Test("It is nobody's controlling terminal until a session leader takes it; then its keys and its hang-up are signals")
  func controlling() async throws {
    let (terminal, child) = try start(
      "exec setsid -c -w sh -c 'trap \"echo interrupted\" INT; trap \"exit 7\" HUP; echo ready; while :; do sleep 1; done'")
    #expect(read(terminal, until: "ready").contains("ready"))
    _ = terminal.write([0x03])
    #expect(read(terminal, until: "interrupted").contains("interrupted"))
    terminal.resize(rows: 10, columns: 20)
    terminal.close()
    #expect(await child.wait() == .code(7))
  }

  @Test("It can be handed to another process over a socket, and only there")
  func handedOver() async throws {
    let directory = try TemporaryDirectory()
    let listener = try UnixListener(path: "\(directory.path)/s")
    let client = try UnixConnection.connect(listener.path)
    let server = try #require(await listener.accept())
    let (terminal, child) = try start("echo over there; read word")
    #expect(terminal.send(over: server))
    let adopted = PseudoTerminal.adopting(try #require(await client.receiveDescriptor()))
    terminal.close()
    #expect(read(adopted, until: "over there").contains("over there"))
    _ = adopted.write(Array("\n".utf8)[...])
    #expect(await child.wait().isSuccess == true)
    // Plain bytes are no descriptor.
    _ = server.send([1])
    #expect(await client.receiveDescriptor() == nil)
    server.close()
    client.close()
  }
}
