import Model
import Platform

/// What happens once the connection stands.
extension ConnectProxy {
  /// Looks at the first bytes, then carries everything.
  func tunnel(_ inner: TCPConnection, _ outer: TCPConnection, _ host: NetworkHost, _ port: UInt16, _ rest: [UInt8]) async {
    let ledger = ledger
    let name = host.text
    @Sendable func count(_ direction: Splice.Direction, _ bytes: Int) {
      ledger.carry(name, port, sent: direction == .out ? bytes : 0, received: direction == .back ? bytes : 0)
    }
    // On another port than that of https the other side may be the one that speaks first; its bytes pass while ours are looked at.
    await withTaskGroup(of: Bool.self) { group in
      let isHTTPS = port == 443
      if !isHTTPS { group.addTask { await outer.carry(to: inner) { count(.back, $0) } } }
      guard let first = await firstBytes(inner, host, port, rest) else {
        inner.close()
        outer.close()
        return
      }
      ledger.connect(name, port)
      count(.out, first.count)
      group.addTask { await outer.write(first) ? await inner.carry(to: outer) { count(.out, $0) } : false }
      if isHTTPS { group.addTask { await outer.carry(to: inner) { count(.back, $0) } } }
      for await whole in group where !whole {
        inner.close()
        outer.close()
      }
    }
  }

  /// The first bytes inside the tunnel when they may pass; nil, and the refusal noted, when they may not.
  private func firstBytes(_ inner: TCPConnection, _ host: NetworkHost, _ port: UInt16, _ rest: [UInt8]) async -> [UInt8]? {
    let timer = inner.closing(after: limits.helloSeconds)
    defer { timer.cancel() }
    var bytes = rest
    func refuse(_ reason: String) -> [UInt8]? {
      ledger.refuse(host.text, port, reason: reason, canBeAllowed: false)
      return nil
    }
    while true {
      if !bytes.isEmpty {
        // What is listed with a port of its own need not be TLS; if it is, the name counts there too.
        if port != 443, !TLSHello.begins(bytes) { return bytes }
        switch TLSHello.read(bytes) {
        case .incomplete: break
        case .hidden: return refuse("its TLS hello hides the name of the host")
        case .broken(let what): return refuse("what was sent to it \(what)")
        case .name(let name):
          if Self.agrees(name, host) { return bytes }
          return refuse(name == nil ? "its TLS hello names no host" : "its TLS hello names another host")
        }
      }
      guard let more = await inner.read(most: 16 * 1024) else {
        return bytes.isEmpty ? nil : refuse("its TLS hello did not come whole")
      }
      bytes += more
    }
  }

  /// Whether a hello's name is the host that was asked for. A listed address has no name that could be compared.
  private static func agrees(_ name: String?, _ host: NetworkHost) -> Bool {
    switch host {
    case .name(let wanted): name == wanted
    case .address: name == nil || name == host.text
    }
  }
}
