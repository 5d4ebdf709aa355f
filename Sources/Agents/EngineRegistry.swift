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
    let shipped: [any CodingEngine] = [ClaudeEngine(sandbox: sandbox), DemoEngine(sandbox: sandbox)]
    return EngineRegistry(shipped)
  }

  /// Those whose program is on this machine, in order; `commands` are the configured programs by engine. Looks for files only.
  package func installed(commands: [String: String], environment: [String: String]) -> [any CodingEngine] {
    engines.filter { ProgramSearch.find(commands[$0.name] ?? $0.program, environment: environment) != nil }
  }

  /// The engine of that name.
  package func engine(named name: String) -> (any CodingEngine)? { engines.first { $0.name == name } }
}
