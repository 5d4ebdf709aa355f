import Agents
import Egress
import Model
import Sandbox

/// What the servers that an operator configured for an engine need of the network: doors for those on this host and those that speak plain HTTP, rules for the others.
/// Pure.
struct WayOut: Hashable, Sendable {
  /// Hosts that are needed for one engine's start.
  struct Needs: Hashable, Sendable {
    /// Of servers with TLS, with what they are.
    var rules: [HostReport.Allowed] = []
    /// The variable that the model's credential goes by.
    var variable: String?
    /// Whether the operator named a server for the model: the provider's own hosts are not needed then.
    var hasOwnProvider = false
  }

  /// The most forwarding doors of a sandbox: eight doors are allowed, two are the proxy's and the gateway's.
  static let mostDoors = 6

  private(set) var needs = Needs()
  private(set) var doors: [LocalAddress.Door] = []
  /// Ports that other doors have already.
  private let kept: Set<UInt16>

  /// Looks through a setup, and changes its addresses to what leads there from inside.
  init(_ setup: inout AgentSetup) {
    kept = Set(setup.doors.map(\.port))
    if let url = setup.baseURL {
      needs.hasOwnProvider = true
      setup.baseURL = lead(url, "base_url of [engine]")
    }
    if let url = setup.ollamaURL { setup.ollamaURL = lead(url, "ollama") }
    let proxies = ProxyVariables.those(of: setup.environment)
    for (name, value) in setup.environment.sorted(by: { $0.key < $1.key }) where proxies[name] == nil && value.contains("://") {
      if name.hasSuffix("_BASE_URL") || name.hasSuffix("_API_BASE") { needs.hasOwnProvider = true }
      setup.environment[name] = lead(value, name)
    }
    setup.mcpServers = setup.mcpServers.map { server in
      var server = server
      switch server.transport {
      case .stdio: break
      case .http(let url, let headers): server.transport = .http(url: lead(url, "[mcp.\(server.name)]"), headers: headers)
      case .sse(let url, let headers): server.transport = .sse(url: lead(url, "[mcp.\(server.name)]"), headers: headers)
      }
      return server
    }
  }

  private mutating func lead(_ url: String, _ source: String) -> String {
    guard let local = LocalAddress(url, taken: doors) else { return url }
    if let rule = local.rule { needs.rules.append(HostReport.Allowed(rule: rule, source: source)) }
    guard let door = local.door else { return local.inside }
    // What leads to another door of this sandbox already is left as it is.
    if door.host.isLoopback, kept.contains(door.target) { return url }
    if !doors.contains(door) {
      guard doors.count < Self.mostDoors else { return url }
      doors.append(door)
    }
    return local.inside
  }
}
