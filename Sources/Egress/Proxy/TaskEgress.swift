package import Model
package import Sandbox
internal import Synchronization

/// The one way out of a task's sandboxes, whichever of them there are: rules that can change while they run, and the ledger of what happened.
package final class TaskEgress: Sendable {
  /// What happened with each host.
  package let ledger: HostLedger
  private let state: Mutex<HostRules>
  private let limits: ProxyLimits
  private let world: ProxyWorld
  private let remedy: @Sendable (String) -> String

  /// A way out. `remedy` says to the program inside what an operator can do about a host that is not on the list; `refused` is told of the first refusal of each host.
  package init(
    rules: HostRules, limits: ProxyLimits = ProxyLimits(), world: ProxyWorld,
    remedy: @escaping @Sendable (String) -> String, refused: @escaping @Sendable (HostUse) -> Void
  ) {
    state = Mutex(rules)
    self.limits = limits
    self.world = world
    self.remedy = remedy
    ledger = HostLedger(refused: refused)
  }

  /// What may be reached. A change holds for every connection that begins after it.
  package var rules: HostRules {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }

  /// The proxy's door, for one start of a sandbox.
  package func proxyDoor() -> SandboxDoor {
    let proxy = ConnectProxy(rules: { [self] in rules }, ledger: ledger, limits: limits, world: world, remedy: remedy)
    let (ledger, most) = (ledger, limits.connections)
    let door = AcceptingDoor(
      limit: most,
      turnedAway: { ledger.refuse("(no host)", 0, reason: "more than \(most) connections at a time", canBeAllowed: false) },
      serve: { await proxy.serve($0) })
    return SandboxDoor(port: EgressPort.proxy, keeper: door)
  }

  /// The environment of programs that go out through the proxy. Some look at the lower case names only (curl, Go reads both).
  package static var environment: [String: String] {
    let proxy = "http://127.0.0.1:\(EgressPort.proxy)"
    let direct = "localhost,127.0.0.1,::1"
    return [
      "HTTPS_PROXY": proxy, "https_proxy": proxy, "HTTP_PROXY": proxy, "http_proxy": proxy, "ALL_PROXY": proxy, "all_proxy": proxy,
      "NO_PROXY": direct, "no_proxy": direct,
      // Node's own fetch and https follow the variables only when they are told to (Node 24 and later).
      "NODE_USE_ENV_PROXY": "1",
    ]
  }
}
