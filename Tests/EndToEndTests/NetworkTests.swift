import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  /// An engine that tries every way out of the real sandbox: by the proxy with real TLS, past it, and to what an operator allows meanwhile.
  @Suite("The network of a task")
  struct NetworkTests {
    /// What the engine does: a line for each attempt in attempts.txt; `%{http_connect}` is what the proxy said.
    private static func attempts(_ allowed: Int, _ later: Int) -> String {
      """
      #!/bin/bash
      cat > /dev/null
      try() { echo "$1 $(curl -sk -o /dev/null -m 60 --noproxy '' -w '%{http_code}/%{http_connect}' "${@:2}")" >> attempts.txt; }
      try allowed https://localhost:\(allowed)/
      try dot https://LOCALHOST.:\(allowed)/
      try port https://localhost:1/
      try name https://evil.example.org/secret-path
      try address https://127.0.0.1:\(allowed)/
      try decimal https://2130706433:\(allowed)/
      try metadata https://169.254.169.254/latest/meta-data/
      try plain http://localhost:\(allowed)/
      try fronted --connect-to evil.example.org:443:localhost:\(allowed) https://evil.example.org/
      try direct --noproxy '*' https://localhost:\(allowed)/
      (echo > /dev/tcp/127.0.0.1/\(allowed)) 2> /dev/null && echo tcp open >> attempts.txt || echo tcp closed >> attempts.txt
      (echo > /dev/udp/198.51.100.1/53) 2> /dev/null && echo udp open >> attempts.txt || echo udp closed >> attempts.txt
      getent hosts example.org > /dev/null && echo dns found >> attempts.txt || echo dns nothing >> attempts.txt
      until curl -skf -o /dev/null -m 60 --noproxy '' https://localhost:\(later)/; do sleep 0.2; done
      echo later reached >> attempts.txt
      """
    }

    @Test("Only what is listed can be reached; what is refused is told, and one command lets it through at once")
    func waysOut() async throws {
      try await TLSServer.use { server in
        try await CarrelProgram.use(config: "") { carrel in
          let program = "\(carrel.root.path)/attempts"
          try Files.writeAtomically(Array(Self.attempts(server.first, server.second).utf8), to: program, mode: 0o755)
          try carrel.configure(
            """
            default_engine = "attempts"
            [engine.attempts]
            protocol = "command"
            command = "\(program)"
            [sandbox]
            allow_hosts = ["localhost:\(server.first)/private"]
            [[repo]]
            match = "\(carrel.root.path)"
            check = "curl -skf --noproxy '' https://localhost:\(server.first)/ && ! curl -skf --noproxy '' https://check.example.org/"
            """)
          try await carrel.add("Try everything")
          // Not listed: it is said with what to do about it, once for each host.
          let place = "localhost:\(server.second)"
          try await Patience.until("the refusal of \(place)") {
            try await carrel.transcript("T1").contains { $0["text"]?.string?.contains("`carrel allow T1 \(place)`") == true }
          }
          let blocked = try await carrel.task("T1")["blocked_hosts"]?.array?.compactMap(\.string) ?? []
          #expect(Set(blocked).isSuperset(of: ["localhost:1", "evil.example.org:443", "169.254.169.254:443", place]))
          #expect(try await carrel.ok("show", "T1").output.contains("carrel hosts T1"))
          #expect(try await carrel.ok("allow", "T1", place, "--private").output.contains("allowed for T1"))
          try await carrel.until("T1", is: "review")
          let task = try await carrel.task("T1")
          #expect(task["sandbox"]?["network"]?.string == "engine")
          #expect(task["check"]?["exit_code"]?.int == 0, "\(task["check"] ?? .null)")
          let path = try #require(task["workspace"]?["path"]?.string)
          let lines = try Files.readText("\(path)/attempts.txt", limit: 10_000).split(separator: "\n").map(String.init)
          #expect(
            lines == [
              "allowed 200/200", "dot 200/200", "port 000/403", "name 000/403", "address 000/403", "decimal 000/403", "metadata 000/403",
              "plain 405/000", "fronted 000/200", "direct 000/000", "tcp closed", "udp closed", "dns nothing", "later reached",
            ])
          try await whatIsTold(carrel, server)
        }
      }
    }

    private func whatIsTold(_ carrel: CarrelProgram, _ server: TLSServer) async throws {
      let report = try await carrel.ok("hosts", "T1", "--json").json()
      #expect(report["network"]?.string == "engine")
      let hosts = report["hosts"]?.array ?? []
      func host(_ name: String, _ port: Int) -> JSONValue? {
        hosts.first { $0["host"]?.string == name && $0["port"]?.int == port }
      }
      #expect(host("localhost", server.second)?["blocked"]?.bool == false)
      let allowed = try #require(host("localhost", server.first))
      #expect((allowed["bytes_out"]?.int ?? 0) > 500 && (allowed["bytes_in"]?.int ?? 0) > 500)
      #expect(host("evil.example.org", 443)?["blocked"]?.bool == true && host("check.example.org", 443)?["blocked"]?.bool == true)
      // The path of no request is anywhere.
      #expect(!(try await carrel.ok("hosts", "T1").output.contains("secret-path")))
      #expect(!(try await carrel.transcript("T1").contains { $0["text"]?.string?.contains("secret-path") == true }))
      let shell = try await carrel.run(
        "shell", "T1", "--", "bash", "-c",
        "curl -sk --noproxy '' https://localhost:\(server.first)/; curl -sk --noproxy '' https://shell.example.org/")
      #expect(shell.output.contains("ok") && shell.errors.contains("the network refused shell.example.org:443"), "\(shell)")
      #expect(try await carrel.ok("allow", "T1", "shell.example.org", "--always").output.contains("allowed for all tasks"))
      #expect(try await carrel.ok("hosts", "T1").output.contains("allowed for all tasks"))
      #expect(try await carrel.run("allow", "T1", "https://x").code == 2)
    }
  }
}
