package import Model
internal import Synchronization

/// What a task's programs did with each host: refusals, connections, bytes. Bounded, whatever names a program makes up: beyond the limit they are counted together.
/// Any caller, any order.
package final class HostLedger: Sendable {
  /// The most hosts that are told apart.
  package static let mostHosts = 200
  /// Stands for all further ones.
  package static let others = "(others)"

  private struct State {
    var uses: [String: HostUse] = [:]
    /// The order of the last time, by key.
    var order: [String: Int] = [:]
    var next = 0
  }

  private let state = Mutex(State())
  private let refused: @Sendable (HostUse) -> Void

  /// A ledger; `refused` is told of the first refusal of each host and port.
  package init(refused: @escaping @Sendable (HostUse) -> Void = { _ in }) { self.refused = refused }

  /// Notes a refusal. `canBeAllowed`: a rule for the host and port would have let it through.
  package func refuse(_ host: String, _ port: UInt16, reason: String, canBeAllowed: Bool) {
    let told = change(host, port) { use -> HostUse? in
      let isNew = use.refusals == 0
      use.refusals = min(use.refusals + 1, 1_000_000_000)
      use.reason = reason
      use.canBeAllowed = canBeAllowed
      return isNew ? use : nil
    }
    if let told { refused(told) }
  }

  /// Notes a connection that was made.
  package func connect(_ host: String, _ port: UInt16) {
    change(host, port) { use in
      use.connections = min(use.connections + 1, 1_000_000_000)
      use.reason = nil
      use.canBeAllowed = false
    }
  }

  /// Notes bytes that were carried to and from a host.
  package func carry(_ host: String, _ port: UInt16, sent: Int, received: Int) {
    change(host, port) { use in
      use.sent &+= Int64(sent)
      use.received &+= Int64(received)
    }
  }

  /// Everything so far, the most recent first.
  package var uses: [HostUse] {
    state.withLock { state in
      state.uses.sorted { (state.order[$0.key] ?? 0) > (state.order[$1.key] ?? 0) }.map(\.value)
    }
  }

  /// Takes over what a former run of the service knew.
  package func restore(_ uses: [HostUse]) {
    for use in uses.reversed() { change(use.host, use.port) { $0 = use } }
  }

  @discardableResult private func change<Value: Sendable>(_ host: String, _ port: UInt16, _ body: (inout HostUse) -> Value) -> Value {
    state.withLock { state in
      var (host, port) = (host, port)
      if state.uses["\(host) \(port)"] == nil, state.uses.count >= Self.mostHosts { (host, port) = (Self.others, 0) }
      let key = "\(host) \(port)"
      state.next += 1
      state.order[key] = state.next
      return body(&state.uses[key, default: HostUse(host: host, port: port)])
    }
  }
}
