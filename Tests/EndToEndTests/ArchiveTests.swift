import JSON
import TestSupport
import Testing

extension EndToEnd {
  @Suite("The archive and the statistics by command line")
  struct ArchiveTests {
    @Test("What tasks said and changed is found, and what they used is added up, also after kill -9 and by another service")
    func searched() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.ok("add", "-", input: "- [ ] Renew the bittern\n- [ ] Something else\n")
        try await carrel.ok("wait", "T1", "T2")
        for round in 0..<2 {
          let found = try await carrel.ok("search", "bitt", "--json").json()
          #expect(found["results"]?.array?.map { $0["task"]?["id"]?.string } == ["T1"], "round \(round)")
          #expect(found["results"]?[0]?["hits"]?[0]?["kind"]?.string == "title")
          #expect(found["behind"]?.int == 0)
          #expect(try await carrel.ok("search", "renew", "the").output.hasPrefix("T1\t"))
          let stats = try await carrel.ok("stats", "--by", "engine", "--json").json()
          #expect(stats["use"]?[0]?["key"]?.string == "demo")
          #expect(stats["use"]?[0]?["tasks"]?.int == 2)
          #expect(try await carrel.ok("stats", "--ascii").output.contains("#"))
          if round == 0 { try await carrel.killService() }
        }
        let hostile = try await carrel.ok("search", "\"' OR 1=1) NEAR(", "*")
        #expect(hostile.output.isEmpty && hostile.errors.contains("nothing was found"))
        #expect(try await carrel.run("search").code == 2)
        #expect(try await carrel.run("stats", "--by", "mood").code == 2)
        try await carrel.ok("discard", "T1", "T2", "--yes")
        #expect(try await carrel.ok("ls", "--all").lines.count == 3)
        #expect(try await carrel.ok("search", "bittern").output.hasPrefix("T1\tdiscarded"))
      }
    }
  }
}
