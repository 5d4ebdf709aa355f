import Platform
import TestSupport

/// A server with TLS on two ports of the loopback, with a certificate of its own making: answers every request with 200. python's ssl and openssl, in the test's
/// directory.
final class TLSServer: Sendable {
  let first: Int
  let second: Int
  private let server: ChildProcess

  private static let code = """
    import http.server, ssl, sys, threading
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.send_header("Content-Length", "2"); self.end_headers(); self.wfile.write(b"ok")
        def log_message(self, *a): pass
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1])
    ports = []
    for _ in range(2):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        ports.append(server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(*ports, flush=True)
    sys.stdin.read()
    """

  private init(_ server: ChildProcess, _ ports: [Int]) {
    self.server = server
    (first, second) = (ports[0], ports[1])
  }

  /// Starts one, runs a body, ends it.
  static func use(_ body: (TLSServer) async throws -> Void) async throws {
    try await TestRepositoryRoot.use { root in
      let path = Environment.current["PATH"] ?? "/usr/bin:/bin"
      let pem = "\(root.path)/server.pem"
      var make = ProcessCommand(
        "openssl",
        [
          "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
          "-keyout", pem, "-out", "\(root.path)/cert.pem",
        ], environment: ["PATH": path])
      make.errorOutput = .merged
      let made = try await ProcessRunner.run(make, timeoutSeconds: 120)
      guard made.exit == .code(0) else { throw TestRepositoryFailure(text: "openssl: \(made.exit)") }
      let both = try Files.readText(pem, limit: 1 << 16) + Files.readText("\(root.path)/cert.pem", limit: 1 << 16)
      try Files.writeAtomically(Array(both.utf8), to: pem)
      var command = ProcessCommand("python3", ["-c", code, pem], environment: ["PATH": path])
      command.input = .pipe
      command.errorOutput = .inherit
      let server = try ChildProcess.spawn(command)
      var bytes: [UInt8] = []
      while !bytes.contains(0x0a), let more = await server.output.next() { bytes += more }
      let ports = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
      guard ports.count == 2 else { throw TestRepositoryFailure(text: "the server with TLS did not say its ports") }
      let own = TLSServer(server, ports)
      do { try await body(own) } catch {
        await own.end()
        throw error
      }
      await own.end()
    }
  }

  private func end() async {
    server.closeInput()
    _ = await server.wait()
  }
}
