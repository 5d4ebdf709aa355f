import FoundationEssentials
import Glibc
import Platform
import TestSupport

/// An `ollama` program for tests: a script that answers as the real one does, or as `OLLAMA_STUB` says. It notes its environment and process id.
struct StubOllama {
  private static let script = #"""
    #!/usr/bin/env python3
    import http.server, json, os, signal, sys, time
    mode = os.environ.get("OLLAMA_STUB", "")
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(folder + "/starts", "a") as file:
        file.write(json.dumps({"pid": os.getpid(), "arguments": sys.argv[1:], "environment": dict(os.environ)}) + "\n")
    if mode == "die":
        sys.exit("Error: listen tcp: address already in use")
    if mode == "silent":
        print("couldn't find a card", flush=True)
        signal.pause()
    if mode == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = {"/api/version": {"version": "0.1"}, "/api/tags": {"models": [{"name": "tiny:1b", "details": {}}]}}.get(self.path)
            self.send_response(200 if body else 404)
            self.end_headers()
            self.wfile.write(json.dumps(body or {}).encode())
        def log_message(self, *arguments): pass
    host, port = os.environ["OLLAMA_HOST"].rsplit(":", 1)
    http.server.ThreadingHTTPServer((host, int(port)), Server).serve_forever()
    """#

  /// Keeps the directory.
  private let stage: AgentStage
  let directory: String
  let port: Int

  init(_ stage: AgentStage) throws {
    self.stage = stage
    directory = "\(stage.directory)/bin"
    port = try LoopbackServer.closedPort()
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try Data(Self.script.utf8).write(to: URL(filePath: "\(directory)/ollama"))
    chmod("\(directory)/ollama", 0o755)
  }

  /// The environment of a client that has it in its path.
  func environment(_ mode: String = "") -> [String: String] {
    [
      "PATH": "\(directory):\(Environment.current["PATH"] ?? "/usr/bin:/bin")", "HOME": directory, "OLLAMA_HOST": "127.0.0.1:\(port)",
      "OLLAMA_KEEP_ALIVE": "5m", "CUDA_VISIBLE_DEVICES": "1", "ANTHROPIC_API_KEY": "secret", "OLLAMA_STUB": mode,
    ]
  }

  /// What each start noted.
  var starts: [String] {
    ((try? Files.readText("\(directory)/starts", limit: 1 << 20)) ?? "").split(separator: "\n").map(String.init)
  }

  /// Whether a process that was started is still there.
  func isRunning(_ start: String) -> Bool { pid(start).map { Glibc.kill($0, 0) == 0 } ?? false }

  /// Kills a process that was started.
  func kill(_ start: String) { if let pid = pid(start) { _ = Glibc.kill(pid, SIGKILL) } }

  private func pid(_ start: String) -> Int32? {
    start.firstRange(of: "\"pid\": ").flatMap { Int32(start[$0.upperBound...].prefix { $0.isNumber }) }
  }
}
