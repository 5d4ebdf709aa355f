import Agents
import Configuration
import Model
import Supervision

/// The engines by name, and how they stand.
enum EngineNames {
  /// The names of all engines that can be named.
  static func all(_ settings: Settings) -> [String] { EngineRegistry.standard().engines.map(\.name) }

  /// How each engine stands, with what clients handed over.
  static func statuses(_ desk: Desk) async -> [EngineStatus] {
    var statuses: [EngineStatus] = []
    for engine in desk.engines.engines {
      let options = desk.settings.engines[engine.name]
      var status = await engine.status(command: options?.command, environment: desk.credentials.all)
      status.defaultModel = options?.model ?? status.defaultModel
      statuses.append(status)
    }
    return statuses
  }
}
