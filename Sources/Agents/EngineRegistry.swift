import Model

/// The engines that there are, in the order in which they are shown.
package struct EngineRegistry: Sendable {
  /// All of them.
  package var engines: [any CodingEngine]

  /// These engines; of two with one name the first counts.
  package init(_ engines: [any CodingEngine]) {
    var names: Set<String> = []
    self.engines = engines.filter { names.insert($0.name).inserted }
  }

  /// The engines that Carrel brings, and those that the configuration defines, in sandboxes made with this. A configured engine takes the place of a shipped one of its
  /// name.
  package static func standard(sandbox: AgentSandbox = .found(), configured: [ConfiguredEngine] = []) -> EngineRegistry {
    let native: [any CodingEngine] = [
      ClaudeEngine(sandbox: sandbox),
      CodexEngine(sandbox: sandbox),
      OpenCodeEngine(sandbox: sandbox),
      GeminiEngine(sandbox: sandbox),
      AiderEngine(sandbox: sandbox),
      BuiltInEngine(sandbox: sandbox),
      DemoEngine(sandbox: sandbox),
    ]
    let own: [any CodingEngine] = configured.compactMap { engine -> (any CodingEngine)? in
      // An engine of our own that speaks ACP too is told so in its setup.
      if engine.dialect == .acp { return native.contains { $0.name == engine.name } ? nil : ACPEngine(ACPEntry(engine), sandbox: sandbox) }
      return engine.dialect == .command ? CommandEngine(engine, sandbox: sandbox) : nil
    }
    return EngineRegistry(own + native + ACPEntries.all.map { ACPEngine($0, sandbox: sandbox) }).ordered
  }

  /// Native engines first, then those that speak ACP, each by name; the demo last.
  private var ordered: EngineRegistry {
    let known = ["claude", "codex", "gemini", "opencode", "aider", "carrel"]
    func rank(_ name: String) -> Int { known.firstIndex(of: name) ?? (name == "demo" ? 1000 : 100) }
    return EngineRegistry(engines.sorted { (rank($0.name), $0.name) < (rank($1.name), $1.name) })
  }

  /// Those whose program is on this machine, in order; `commands` are the configured programs by engine. Looks for files only.
  package func installed(commands: [String: String], environment: [String: String]) -> [any CodingEngine] {
    engines.filter { ProgramSearch.find(commands[$0.name] ?? $0.program, environment: environment) != nil }
  }

  /// The engine of that name.
  package func engine(named name: String) -> (any CodingEngine)? { engines.first { $0.name == name } }
}
