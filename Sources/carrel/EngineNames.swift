import Agents
import Configuration
import Model
import Secrets
import Supervision

/// The engines by name, and how they stand.
enum EngineNames {
  /// The engines that there are with this configuration.
  static func registry(_ settings: Settings, sandbox: AgentSandbox = .found()) -> EngineRegistry {
    .standard(sandbox: sandbox, configured: configured(settings))
  }

  /// The names of all engines that can be named.
  static func all(_ settings: Settings) -> [String] { registry(settings).engines.map(\.name) }

  /// How each engine stands, with what clients handed over; asked all at once, in the order of the registry.
  static func statuses(_ desk: Desk) async -> [EngineStatus] {
    await statuses(desk.engines, desk.settings, environment: desk.credentials.all)
  }

  /// The same with this environment.
  static func statuses(_ engines: EngineRegistry, _ settings: Settings, environment: [String: String]) async -> [EngineStatus] {
    let found = await withTaskGroup(of: (Int, EngineStatus).self) { group in
      for (index, engine) in engines.engines.enumerated() {
        let options = settings.engines[engine.name]
        group.addTask {
          var status = await engine.status(command: options?.command, environment: environment)
          status.defaultModel = options?.model ?? status.defaultModel
          return (index, status)
        }
      }
      var statuses: [(Int, EngineStatus)] = []
      for await status in group { statuses.append(status) }
      return statuses
    }
    return found.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// The models of one engine, or of every engine that is installed.
  static func models(_ desk: Desk, _ name: String?) async -> [ModelListing] {
    let environment = desk.credentials.all
    let installed = name == nil ? Set(await statuses(desk).filter { $0.path != nil }.map(\.name)) : []
    var result: [ModelListing] = []
    for engine in desk.engines.engines where name == nil ? installed.contains(engine.name) : engine.name == name {
      let options = desk.settings.engines[engine.name]
      var models = ModelListing(engine: engine.name, defaultModel: options?.model)
      do throws(TaskFailure) {
        models.offers = try await engine.models(
          command: options?.command, environment: await desk.environment(for: engine, model: options?.model))
      } catch {
        models.problem = Redactor(environment.filter { $0.key != "PATH" && $0.key != "HOME" }.map(\.value)).redact(error.text)
      }
      result.append(models)
    }
    return result
  }

  /// The engines that the configuration defines.
  private static func configured(_ settings: Settings) -> [ConfiguredEngine] {
    settings.engines.sorted { $0.key < $1.key }.compactMap { name, engine in
      guard let dialect = engine.protocol, dialect == .acp || dialect == .command else { return nil }
      return ConfiguredEngine(
        name: name, dialect: dialect, command: engine.command ?? name,
        credentialVariables: engine.keyEnvironment.map { [$0] } ?? [],
        prompt: engine.prompt == .argument ? .argument : .stdin)
    }
  }
}
