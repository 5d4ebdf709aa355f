import Model
import Platform

/// One connection of a sandbox to the proxy, from its first byte to its last. CONNECT only; the host and port have to be on the list; names are resolved here, and what
/// is connected to is the very address that was checked; the TLS hello inside has to name the same host. Nothing is read further.
struct ConnectProxy: Sendable {
  let rules: @Sendable () -> HostRules
  let ledger: HostLedger
  let limits: ProxyLimits
  let world: ProxyWorld
  /// What an operator can do about a host that is not on the list, for the sentence that the program gets.
  let remedy: @Sendable (String) -> String

  /// Serves one connection.
  func serve(_ inner: TCPConnection) async {
    guard let (head, rest) = await self.head(inner) else { return }
    switch ConnectHead.read(head) {
    case .refused(let status, let text, let place):
      ledger.refuse(place.isEmpty ? "(no host)" : place, 0, reason: text, canBeAllowed: false)
      await answer(inner, status, text)
    case .connect(let host, let port):
      await serve(inner, host, port, rest)
    }
  }

  private func serve(_ inner: TCPConnection, _ host: NetworkHost, _ port: UInt16, _ rest: [UInt8]) async {
    let place = host.text(port: port)
    guard let rule = rules().rule(for: host, port: port) else {
      ledger.refuse(host.text, port, reason: "it is not on this task's list of hosts", canBeAllowed: true)
      return await answer(inner, 403, "\(place) is not on this task's list of hosts; \(remedy(place))")
    }
    let outer: TCPConnection
    switch await connect(host, port, rule) {
    case .connected(let connection): outer = connection
    case .refused(let reason):
      ledger.refuse(host.text, port, reason: reason, canBeAllowed: !rule.isPrivate)
      return await answer(inner, 403, "\(place): \(reason)")
    case .failed(let status, let text): return await answer(inner, status, "\(place): \(text)")
    }
    defer { outer.close() }
    guard await inner.write(Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8)) else { return }
    await tunnel(inner, outer, host, port, rest)
  }

  /// Answers with a status and a sentence, and nothing else follows.
  private func answer(_ inner: TCPConnection, _ status: Int, _ text: String) async {
    let word =
      switch status {
      case 403: "Forbidden"
      case 405: "Method Not Allowed"
      case 431: "Request Header Fields Too Large"
      case 502: "Bad Gateway"
      case 504: "Gateway Timeout"
      default: "Bad Request"
      }
    let body = "carrel: \(text)\n"
    let allow = status == 405 ? "Allow: CONNECT\r\n" : ""
    // A program that does not read its answer does not keep the connection.
    let timer = inner.closing(after: limits.headSeconds)
    defer { timer.cancel() }
    await inner.write(
      Array(
        """
        HTTP/1.1 \(status) \(word)\r\n\(allow)Content-Type: text/plain; charset=utf-8\r\nContent-Length: \(body.utf8.count)\r\n\
        Connection: close\r\n\r\n\(body)
        """.utf8))
    inner.finishSending()
    // What it still sends is read away: closing over unread bytes would reset the connection, and the answer with it.
    while let more = await inner.read(), !more.isEmpty {}
  }

  /// The request's head and what came behind it; nil when it did not come whole in time, which is answered.
  private func head(_ inner: TCPConnection) async -> (head: [UInt8], rest: [UInt8])? {
    let timer = inner.closing(after: limits.headSeconds)
    defer { timer.cancel() }
    var bytes: [UInt8] = []
    while let more = await inner.read(most: ConnectHead.limit) {
      bytes += more
      if let end = ConnectHead.end(of: bytes), end <= ConnectHead.limit { return (Array(bytes[..<end]), Array(bytes[end...])) }
      if bytes.count >= ConnectHead.limit {
        ledger.refuse("(no host)", 0, reason: "the head of its request is longer than \(ConnectHead.limit) bytes", canBeAllowed: false)
        await answer(inner, 431, "the head of the request is longer than \(ConnectHead.limit) bytes")
        return nil
      }
    }
    return nil
  }

  private enum Attempt {
    case connected(TCPConnection)
    case refused(String)
    case failed(Int, String)
  }

  /// Resolves, checks every address, and connects to one that was checked.
  private func connect(_ host: NetworkHost, _ port: UInt16, _ rule: HostRule) async -> Attempt {
    var addresses: [InternetAddress] = []
    switch host {
    case .address(let bytes):
      guard let address = InternetAddress(bytes: bytes, port: port) else { return .refused("it is no address") }
      // It is listed itself: an operator wrote it.
      if AddressScope(address) == .unusable { return .refused("nothing can be connected to at that address") }
      addresses = [address]
    case .name(let name):
      do throws(PlatformError) { addresses = try await world.resolve(name, port, limits.resolveSeconds) } catch {
        return .failed(502, "\(error.text)")
      }
      let scopes = addresses.map { AddressScope($0) }
      addresses = addresses.filter { AddressScope($0).mayBeReached(isPrivate: rule.isPrivate) }
      if addresses.isEmpty {
        let words = Set(scopes.map(\.rawValue)).sorted().joined(separator: ", ")
        return .refused("its name stands for an address that is not public (\(words))")
      }
    }
    var last = "it has no address"
    let share = limits.connectSeconds / Double(min(addresses.count, 4))
    for address in addresses.prefix(4) {
      if Task.isCancelled { break }
      do throws(PlatformError) { return .connected(try await world.connect(address, share)) } catch { last = error.text }
    }
    return .failed(504, last)
  }
}
