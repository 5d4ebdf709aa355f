import Agents
import Configuration
package import Egress
package import Model
import Sandbox
import Storage

/// Which hosts a task may reach.
extension Desk {
  /// The rules of a task that needs nothing of its own: its engine's, the configuration's, the operators'.
  package func hostRules(_ task: TaskRecord) async -> HostRules { await hostRules(task, WayOut.Needs()) }

  /// The rules that hold for a task now.
  func hostRules(_ task: TaskRecord, _ needs: WayOut.Needs) async -> HostRules {
    var rules = HostRules()
    if let engine = EngineHosts.engine(task.engine) { rules.add(engine.rules, from: engine.name) }
    for need in needs.rules { rules.add([need.rule], from: need.source) }
    if !needs.hasOwnProvider, settings.engines[task.engine]?.baseURL == nil {
      let named = model(of: task).flatMap { ModelName($0).provider }
      for name in [named, needs.variable.flatMap({ EngineHosts.provider(ofVariable: $0) })] {
        if let provider = name.flatMap({ EngineHosts.provider($0) }) { rules.add(provider.rules, from: "provider \(provider.name)") }
      }
    }
    rules.add(settings.sandbox.allowHosts, from: "[sandbox] allow_hosts")
    if let own = settings.repository(matching: task.repository) { rules.add(own.allowHosts, from: "[[repo]] allow_hosts") }
    rules.add(await allowedHosts(.everyone, task.repository), from: "allowed for all tasks")
    rules.add(await allowedHosts(.repository, task.repository), from: "allowed for the repository")
    rules.add(task.allowedHosts ?? [], from: "allowed for this task")
    return rules
  }

  /// The network of sandboxes here, as it can be had.
  var network: SandboxSummary.Network {
    (sandbox.isAvailable ? settings.sandbox.level : .none).network(settings.sandbox.network)
  }

  /// What operators allowed for more than one task; empty for the scope of a task.
  func allowedHosts(_ scope: HostScope, _ repository: RepositoryLocation) async -> [HostRule] {
    guard let key = Self.key(scope, repository), let text = (try? await log.setting(key)) ?? nil else { return [] }
    return text.split(separator: " ").compactMap { try? HostRule(parsing: String($0)) }
  }

  /// Keeps what operators allow for more than one task.
  func setAllowedHosts(_ rules: [HostRule], _ scope: HostScope, _ repository: RepositoryLocation) async throws(StorageError) {
    guard let key = Self.key(scope, repository) else { return }
    try await log.setSetting(key, rules.map(\.text).joined(separator: " "))
  }

  private static func key(_ scope: HostScope, _ repository: RepositoryLocation) -> String? {
    switch scope {
    case .task: nil
    case .repository: "hosts:\(repository.source)"
    case .everyone: "hosts"
    }
  }
}
