import Platform
import Secrets
import TestSupport
import Testing

/// The vault behind a certificate of its own authority.
@Suite struct VaultTLSTests {
  private static let python = ProcessCommand.find("python3", path: "/usr/bin:/usr/local/bin:/bin")
  private static let openssl = ProcessCommand.find("openssl", path: "/usr/bin:/usr/local/bin:/bin")

  /// Answers every read with one secret; prints its port, ends with its input.
  private static let server = """
    import http.server, json, ssl, sys, threading
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *a): pass
        def do_GET(self):
            good = self.headers.get("X-Vault-Token") == "hvs.tls-token" and self.headers.get("X-Vault-Request") == "true"
            data = {"ttl": 0, "renewable": False} if "lookup-self" in self.path else {"data": {"token": "from-tls"}, "metadata": {"version": 1}}
            body = json.dumps({"data": data} if good else {"errors": ["permission denied"]}).encode()
            self.send_response(200 if good else 403); self.send_header("Content-Length", str(len(body))); self.end_headers()
            self.wfile.write(body)
    s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); context.load_cert_chain(sys.argv[1], sys.argv[2])
    s.socket = context.wrap_socket(s.socket, server_side=True)
    threading.Thread(target=s.serve_forever, daemon=True).start()
    print(s.server_address[1], flush=True)
    sys.stdin.read()
    """

  @Test(
    "The configured authority is trusted, and no other", .enabled(if: python != nil && openssl != nil, "there is no python3 or no openssl"))
  func authority() async throws {
    let python = try #require(Self.python)
    let reference = try #require(VaultReference("secret/app#token"))
    try await TestRepositoryRoot.use { root in
      let (key, certificate) = ("\(root.path)/key.pem", "\(root.path)/certificate.pem")
      try await root.run(
        "openssl",
        [
          "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=vault.test", "-addext",
          "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
        ])
      var command = ProcessCommand(python, ["-c", Self.server, certificate, key], environment: ["PATH": "/usr/bin:/bin"])
      command.input = .pipe
      command.errorOutput = .null
      let server = try ChildProcess.spawn(command)
      let port = String(decoding: await server.output.next() ?? [], as: UTF8.self).split(separator: "\n").first ?? ""
      let access = VaultAccess(address: "https://127.0.0.1:\(port)")
      let wary = VaultSession(access, ledger: SecretLedger(), home: "/", uptime: { 0 }, sleep: { _ in })
      await #expect {
        try await wary.read(reference, variables: ["VAULT_TOKEN": "hvs.tls-token"])
      } throws: { error in
        (error as? SecretError)?.text.contains("is not trusted") == true && (error as? SecretError)?.text.contains("[vault] ca") == true
      }
      let trusting = VaultSession(access, ledger: SecretLedger(), home: "/", uptime: { 0 }, sleep: { _ in })
      let value = try await trusting.read(reference, variables: ["VAULT_TOKEN": "hvs.tls-token", "VAULT_CACERT": certificate])
      #expect(value.text == "from-tls")
      server.closeInput()
      _ = await server.wait()
    }
  }
}
