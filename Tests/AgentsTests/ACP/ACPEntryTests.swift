import Agents
import Model
import Testing

@Suite struct ACPEntryTests {
  @Test func namesDifferAndSayWhatTheyNeed() {
    let names = ACPEntries.all.map(\.name)
    #expect(Set(names).count == names.count)
    for name in ["vibe", "kimi", "openhands", "gptme", "goose", "qwen", "copilot", "cursor", "auggie", "cagent", "droid", "junie"] {
      #expect(names.contains(name))
    }
    for entry in ACPEntries.all {
      #expect(!entry.title.isEmpty && entry.homepage.hasPrefix("https://") && !entry.installHint.isEmpty && !entry.logIn.isEmpty)
      #expect(entry.credentialVariables.allSatisfy { $0.uppercased() == $0 })
      #expect(entry.loginFiles.allSatisfy { !$0.hasPrefix("/") && !$0.contains("..") })
      #expect(entry.installation?.documentation.hasPrefix("https://") != false)
      // Bare kimi of the old package runs an installer.
      if entry.name == "kimi" { #expect(entry.arguments == ["acp"] && entry.versionArguments.isEmpty) }
    }
  }

  @Test func configuredEnginesTakeThePlaceOfShippedOnes() {
    let registry = EngineRegistry.standard(configured: [
      ConfiguredEngine(name: "goose", dialect: .acp, command: "/opt/goose", credentialVariables: ["MINE"]),
      ConfiguredEngine(name: "house", dialect: .acp, command: "house-agent"),
    ])
    #expect(registry.engine(named: "goose")?.credentialVariables == ["MINE"])
    #expect(registry.engine(named: "house")?.needsCredential == false)
    #expect(registry.engine(named: "house") is ACPEngine)
    #expect(registry.engines.filter { $0.name == "goose" }.count == 1)
    #expect(registry.engine(named: "vibe")?.program == "vibe-acp")
  }

  @Test func aMissingProgramIsSaid() async throws {
    let stage = try AgentStage()
    var setup = stage.setup()
    setup.command = "/nowhere/goose"
    let engine = try #require(EngineRegistry.standard().engine(named: "goose"))
    let failure = #expect(throws: TaskFailure.self) { _ = try engine.makeAgent(setup) }
    #expect(failure?.kind == .engine)
    let status = await engine.status(command: "/nowhere/goose", environment: ["HOME": stage.directory])
    #expect(status.path == nil && status.problem?.contains("releases") == true)
  }
}
