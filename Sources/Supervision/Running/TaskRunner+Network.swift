import Agents
import Egress
import Model
import Sandbox

/// The task's network: what its sandboxes may reach, and what came of it.
extension TaskRunner {
  /// Gives an agent's sandbox its ways out, with `network = "engine"`: the proxy, and a door for each server of the operator's own.
  func openWays(_ setup: inout AgentSetup, _ credential: Desk.Credential) async {
    guard setup.sandbox.level == .isolated, setup.sandbox.network == .engine else { return }
    let way = WayOut(&setup)
    ownHosts = way.needs
    if case .value(let variable, _, _) = credential { ownHosts.variable = variable }
    guard let egress = await wayOut(setup.sandbox) else { return }
    setup.doors.append(egress.proxyDoor())
    for door in way.doors {
      setup.doors.append(SandboxDoor(port: door.port, keeper: LocalForward.keeper(to: door, world: desk.outside)))
    }
    setup.environment.merge(TaskEgress.environment) { _, proxy in proxy }
  }

  /// The way out of a sandbox of this task, with the rules as they are now; nil where there is none, or everything is open.
  func wayOut(_ profile: SandboxProfile) async -> TaskEgress? {
    guard profile.level == .isolated, profile.network == .engine else { return nil }
    let rules = await desk.hostRules(record, ownHosts)
    if let egress {
      egress.rules = rules
      return egress
    }
    let id = id
    let made = TaskEgress(
      rules: rules, world: desk.outside, remedy: { "an operator can allow it with `carrel allow \(id) \($0)`" },
      refused: { use in Task { [weak self] in await self?.handleQuietly(.hostRefused(use)) } })
    made.ledger.restore(record.hosts ?? [])
    egress = made
    return made
  }

  /// Lets the rules that hold now hold for what runs.
  func refreshHosts() async {
    if let egress { egress.rules = await desk.hostRules(record, ownHosts) }
  }

  /// Keeps what happened with hosts so far.
  func noteHosts() async {
    if let egress { await handleQuietly(.hostsUsed(Array(egress.ledger.uses.prefix(TaskRecord.mostHosts)))) }
  }

  /// What the task may reach and what came of it.
  func hostReport() async -> HostReport {
    let rules = await desk.hostRules(record, ownHosts)
    let uses = (egress?.ledger.uses ?? record.hosts ?? []).map { $0.allowed(by: rules) }
    let network = record.sandbox?.network ?? desk.network
    return HostReport(network: network, allowed: network == .engine ? rules.allowed : [], uses: uses)
  }
}

extension HostUse {
  /// The same, no longer blocked where a rule lets it through by now.
  fileprivate func allowed(by rules: HostRules) -> HostUse {
    guard isBlocked, canBeAllowed, let name = try? NetworkHost(parsing: host), rules.rule(for: name, port: port) != nil else { return self }
    var copy = self
    copy.reason = nil
    return copy
  }
}
