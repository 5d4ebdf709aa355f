import Agents
import Configuration
import Egress
import Model
import Platform
import Sandbox
import Secrets

/// The one place where an agent gets a dummy instead of its key.
extension Desk {
  /// Puts a model gateway between an agent and its provider: afterwards the setup holds a dummy and a base URL on the agent's own loopback, and its door. Nil when
  /// the key has to go inside: it lies in a login file, the engine cannot be told another base URL, the configuration says so, or there is no network.
  /// - Parameter tell: told what the gateway has to say, and which one it is.
  func openGateway(
    for task: TaskRecord, _ engine: any CodingEngine, _ credential: Credential, _ setup: inout AgentSetup,
    tell: @escaping @Sendable (GatewayNews, ObjectIdentifier) async -> Void
  ) -> ModelGateway? {
    guard case .value(let variable, let key, _) = credential, settings.engines[engine.name]?.gateway ?? true,
      let route = engine.modelRoute(setup, variable: variable), let form = GatewayForm(rawValue: route.form.rawValue)
    else { return nil }
    let dummy = GatewayKey.dummy(like: key)
    let secret = SecretBytes(key)
    guard let way = GatewayRoute(form: form, base: route.upstream, dummy: dummy, key: { secret.text }) else { return nil }
    let teller = GatewayTeller(tell)
    let gateway = ModelGateway(way, ledger: GatewayLedger(Self.allowance(task)), uplink: uplink) { news in await teller.tell(news) }
    teller.take(ObjectIdentifier(gateway))
    guard let port = door(to: gateway, &setup) else { return nil }
    let address = way.address(port: port)
    setup.environment[variable] = dummy
    setup.dummies = [dummy]
    for name in route.variables { setup.environment[name] = address }
    if route.takesBaseURL { setup.baseURL = address }
    if let model = route.model { setup.model = model }
    return gateway
  }

  /// Where the agent finds it: in its own network namespace, or on this host's loopback where it has none.
  private func door(to gateway: ModelGateway, _ setup: inout AgentSetup) -> UInt16? {
    if setup.sandbox.level == .isolated, setup.sandbox.network != .open {
      guard setup.sandbox.network != .none else { return nil }
      setup.doors.append(SandboxDoor(port: EgressPort.gateway, keeper: gateway))
      return EgressPort.gateway
    }
    do throws(PlatformError) { return try gateway.openOnLoopback() } catch { return nil }
  }

  /// What is left of a task's limits.
  static func allowance(_ task: TaskRecord) -> GatewayAllowance {
    let limits = task.limits
    return GatewayAllowance(
      budgetUSD: limits.budgetUSD > 0 ? max(0, limits.budgetUSD - task.costUSD) : nil,
      tokens: limits.tokens > 0 ? max(0, limits.tokens - task.tokens.total) : nil,
      budgetText: "this task's budget of $\(Self.money(limits.budgetUSD)) is spent",
      tokensText: "this task's limit of \(limits.tokens) tokens is spent")
  }

  /// With two digits after the point, more where they say something.
  private static func money(_ amount: Double) -> String {
    let cents = (amount * 100).rounded()
    guard cents.magnitude < 1e12, (amount * 100 - cents).magnitude < 1e-6 else { return "\(amount)" }
    let whole = Int(cents)
    return "\(whole / 100).\(whole % 100 < 10 ? "0" : "")\(whole % 100)"
  }
}
