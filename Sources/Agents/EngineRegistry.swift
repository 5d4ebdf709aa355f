/// The engines that there are, in the order in which they are shown.
package struct EngineRegistry: Sendable {
  /// All of them.
  package var engines: [any CodingEngine]

  /// These engines; of two with one name the first counts.
  package init(_ engines: [any CodingEngine]) { self.engines = engines }

  /// The engines that Carrel brings.
  package static var standard: EngineRegistry { standard(sandbox: .found()) }

  /// The engines that Carrel brings, in sandboxes made with this.
  package static func standard(sandbox: AgentSandbox) -> EngineRegistry {
    EngineRegistry([ClaudeEngine(sandbox: sandbox), DemoEngine(sandbox: sandbox)])
  }

  /// The engine of that name.
  package func engine(named name: String) -> (any CodingEngine)? { engines.first { $0.name == name } }
}
