import Platform

/// git's own HTTP server (git-http-backend(1)) on the loopback, behind a password that may change while it runs: whoever names one of the tokens in a file is let in.
package final class GitHTTPServer: Sendable {
  /// `http://127.0.0.1:PORT`.
  package let address: String
  private let tokens: String
  private let process: ChildProcess

  /// Whether this machine has what it needs.
  package static let isThere = Files.exists("/usr/lib/git-core/git-http-backend") && python != nil
  private static let python = ProcessCommand.find("python3", path: "/usr/bin:/usr/local/bin:/bin")

  /// Serves the repositories in a directory to whoever has the token.
  /// - Throws: when it cannot be started.
  package init(_ directory: String, token: String) async throws {
    guard let python = Self.python else { throw TestRepositoryFailure(text: "there is no python3") }
    tokens = directory + ".tokens"
    try Files.writeAtomically(Array(token.utf8), to: tokens)
    var command = ProcessCommand(python, ["-c", Self.script, directory, tokens], environment: ["PATH": "/usr/bin:/bin"])
    command.input = .pipe
    command.errorOutput = .null
    process = try ChildProcess.spawn(command)
    let line = await process.output.next() ?? []
    guard let port = String(decoding: line, as: UTF8.self).split(separator: "\n").first else {
      throw TestRepositoryFailure(text: "git's server did not say its port")
    }
    address = "http://127.0.0.1:\(port)"
  }

  /// From now on only this token is let in.
  package func accept(only token: String) throws { try Files.writeAtomically(Array(token.utf8), to: tokens) }

  /// Ends it, and removes the file with its tokens.
  package func end() async {
    process.closeInput()
    _ = await process.wait()
    try? Files.remove(tokens)
  }

  private static let script = """
    import base64, http.server, os, subprocess, sys, threading
    root, tokens = sys.argv[1], sys.argv[2]
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def log_message(self, *a): pass
        def serve(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            if self.headers.get("Transfer-Encoding") == "chunked":
                while True:
                    n = int(self.rfile.readline(), 16)
                    body += self.rfile.read(n); self.rfile.readline()
                    if n == 0: break
            word = base64.b64decode((self.headers.get("Authorization") or "Basic ").split(" ", 1)[1]).decode("utf-8", "replace")
            if word.partition(":")[2] != open(tokens).read():
                self.send_response(401); self.send_header("WWW-Authenticate", 'Basic realm="x"')
                self.send_header("Content-Length", "0"); self.end_headers(); return
            path, _, query = self.path.partition("?")
            env = {"PATH": "/usr/bin:/bin", "GIT_PROJECT_ROOT": root, "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path, "QUERY_STRING": query,
                   "REQUEST_METHOD": self.command, "CONTENT_TYPE": self.headers.get("Content-Type", ""), "REMOTE_USER": "carrel",
                   "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""), "CONTENT_LENGTH": str(len(body)),
                   "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""), "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
            out = subprocess.run(["git", "-c", "safe.directory=*", "-c", "http.receivepack=true", "http-backend"], input=body, env=env,
                                 stdout=subprocess.PIPE).stdout
            head, _, rest = out.partition(b"\\r\\n\\r\\n")
            status, headers = 200, []
            for line in head.decode().split("\\r\\n"):
                k, _, v = line.partition(": ")
                if k == "Status": status = int(v.split()[0])
                else: headers.append((k, v))
            self.send_response(status)
            for k, v in headers: self.send_header(k, v)
            self.send_header("Content-Length", str(len(rest))); self.end_headers(); self.wfile.write(rest)
        do_GET = do_POST = serve
    s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=s.serve_forever, daemon=True).start()
    print(s.server_address[1], flush=True)
    sys.stdin.read()
    """
}
