import Agents
import FoundationEssentials
import Model
import Platform
import Sandbox
import Synchronization
import TestSupport

@testable import Egress

/// A real agent in a sandbox of its own, whose only way out is a gateway.
final class GatewayAgent: Sendable {
  static let key = "sk-ant-real-CANARY-9876543210"

  let directory: String
  private let held = Mutex<[AgentEvent]>([])

  init() throws {
    directory = "/dev/shm/carrel-gateway-\(UUID().uuidString.prefix(8))"
    for name in ["ws", "home", "log"] { try Files.makeDirectory("\(directory)/\(name)") }
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// The program that a variable names.
  static func program(_ variable: String) -> String? { Environment.current[variable].flatMap { $0.isEmpty ? nil : $0 } }

  static var hasSandbox: Bool {
    get async {
      let found = AgentSandbox.found()
      guard found.warden != nil else { return false }
      return await SandboxProbe.run(bwrap: found.bwrap).isAvailable
    }
  }

  /// What was said.
  var events: [AgentEvent] { held.withLock { $0 } }

  /// How its turns ended.
  var outcomes: [TurnOutcome] { events.compactMap { if case .turnDone(let outcome, _) = $0 { outcome } else { nil } } }

  /// Has the engine work on prompts, one after the other, behind a gateway before a model; the gateway afterwards.
  func work(
    _ engine: any CodingEngine, program: String, variable: String, model: String?, upstream: String, _ prompts: [String]
  ) async throws -> ModelGateway {
    var profile = SandboxProfile(workspace: "\(directory)/ws", home: "\(directory)/home")
    profile.network = .engine
    var setup = AgentSetup(
      task: TaskID(1), workspace: "\(directory)/ws", home: "\(directory)/home", log: "\(directory)/log", sandbox: profile,
      session: .new(id: UUID().uuidString.lowercased()), mode: .auto)
    setup.command = program
    setup.model = model
    setup.baseURL = upstream
    setup.environment = [variable: Self.key]
    guard let route = engine.modelRoute(setup, variable: variable), let form = GatewayForm(rawValue: route.form.rawValue),
      let way = GatewayRoute(form: form, base: route.upstream, dummy: GatewayKey.dummy(like: Self.key), key: { Self.key })
    else { throw TestRepositoryFailure(text: "\(engine.name) has no route") }
    let gateway = ModelGateway(way)
    setup.environment[variable] = way.dummy
    setup.baseURL = way.address(port: EgressPort.gateway)
    for name in route.variables { setup.environment[name] = setup.baseURL }
    setup.model = route.model ?? setup.model
    setup.doors = [SandboxDoor(port: EgressPort.gateway, keeper: gateway)]
    let agent = try engine.makeAgent(setup)
    try await agent.start { events in self.held.withLock { $0 += events } }
    do {
      for (number, prompt) in prompts.enumerated() {
        try await agent.send(prompt)
        try await Patience.until("the end of turn \(number + 1) of \(engine.name)") {
          self.outcomes.count > number || self.events.contains { if case .exited = $0 { true } else { false } }
        }
      }
    } catch {
      await agent.stop()
      throw error
    }
    await agent.stop()
    return gateway
  }

  /// The files below a directory that hold these bytes.
  func files(with text: String) -> [String] {
    let needle = Array(text.utf8)
    return ((try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []).filter { name in
      guard Files.isFile("\(directory)/\(name)"), let bytes = FileManager.default.contents(atPath: "\(directory)/\(name)") else {
        return false
      }
      return bytes.firstRange(of: needle) != nil
    }
  }
}
