import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  /// The model gateway in the whole program, with Carrel's own agent in the sandbox that this machine can make.
  @Suite("The model gateway")
  struct GatewayTests {
    private static let key = "sk-ant-real-CANARY-5647382910"
    private static let ticket =
      "Look around [[model:bash cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null > seen.txt; env >> seen.txt]]"

    /// The task in review and what its agent saw.
    private func work(_ config: String, _ model: ScriptedModel) async throws -> (task: JSONValue, seen: String) {
      var found: (JSONValue, String) = (.null, "")
      try await CarrelProgram.use(config: "[engine.carrel]\nmodel = \"anthropic/scripted-large\"\n" + config) { carrel in
        var carrel = carrel
        carrel.environment["ANTHROPIC_API_KEY"] = Self.key
        carrel.environment["ANTHROPIC_BASE_URL"] = model.address
        let id = try #require(try await carrel.add(Self.ticket, "--engine", "carrel").first)
        try await Patience.until("the review") { try await carrel.task(id)["state"]?.string == "review" }
        let task = try await carrel.task(id)
        let workspace = try #require(task["workspace"]?["path"]?.string)
        found = (task, try Files.readText("\(workspace)/seen.txt", limit: 1 << 24))
        #expect(
          try await carrel.ok("show", id).lines.contains {
            $0.contains(task["sandbox"]?["key"]?.string == "outside" ? "key outside" : "key inside the sandbox")
          })
      }
      return found
    }

    @Test("the agent holds a dummy, the provider gets the key, and the task says so") func outside() async throws {
      try await ScriptedModel.use { model in
        let (task, seen) = try await work("", model)
        #expect(task["sandbox"]?["key"]?.string == "outside")
        #expect(!seen.contains(Self.key) && seen.contains("sk-ant-carrel-"))
        let keys = try await model.requests().compactMap { $0["authorization"]?.string }
        #expect(!keys.isEmpty && keys.allSatisfy { $0 == Self.key })
      }
    }

    @Test("with gateway = false the key is inside, and the task says so") func inside() async throws {
      try await ScriptedModel.use { model in
        let (task, seen) = try await work("gateway = false\n", model)
        #expect(task["sandbox"]?["key"]?.string == "inside")
        #expect(try await model.requests().contains { $0["authorization"]?.string == Self.key })
        #expect(seen.contains(Self.key))
      }
    }
  }
}
