import Egress
import Model
import Platform
import Sandbox
import Synchronization
import Testing

/// A proxy with a door on this host's loopback, a resolver that says what it is told, and a server behind it that collects what comes.
final class ProxyBench: Sendable {
  let egress: TaskEgress
  let port: UInt16
  let door: SandboxDoor

  /// `hosts`: rules. `names`: what each resolves to; several lists are answered one after the other. `detour`: every address that may be connected to is this server.
  init(
    _ hosts: [String], names: [String: [[String]]] = [:], detour: InternetAddress? = nil, limits: ProxyLimits = ProxyBench.patient,
    connect: (@Sendable (InternetAddress, Double) async throws(PlatformError) -> TCPConnection)? = nil
  ) throws {
    var rules = HostRules()
    rules.add(try hosts.map { try HostRule(parsing: $0) }, from: "the test")
    let collected = Box<[HostUse]>([])
    let dials = Box<[InternetAddress]>([])
    let answers = Box(names)
    let world = ProxyWorld(
      resolve: { name, port, _ async throws(PlatformError) in
        let texts = answers.value.withLock { answers -> [String] in
          guard var lists = answers[name], !lists.isEmpty else { return [] }
          let first = lists.count > 1 ? lists.removeFirst() : lists[0]
          answers[name] = lists
          return first
        }
        if texts.isEmpty { throw .io(doing: "resolving \(name)", reason: "it has no address") }
        return texts.compactMap { InternetAddress(parsing: $0, port: port) }
      },
      connect: { address, seconds async throws(PlatformError) in
        dials.value.withLock { $0.append(address) }
        if let connect { return try await connect(address, seconds) }
        return try await TCPConnection.connect(to: detour ?? address, seconds: seconds)
      })
    egress = TaskEgress(
      rules: rules, limits: limits, world: world, remedy: { "allow \($0)" }, refused: { use in collected.value.withLock { $0.append(use) } }
    )
    refusedBox = collected
    dialledBox = dials
    door = egress.proxyDoor()
    let (socket, port) = try OwnedDescriptor.listening(at: .loopback(0))
    self.port = port
    door.keeper.open(socket)
  }

  private let refusedBox: Box<[HostUse]>
  private let dialledBox: Box<[InternetAddress]>

  deinit { door.keeper.close() }

  /// What the operator was told of.
  var refusals: [HostUse] { refusedBox.value.withLock { $0 } }
  /// What was connected to, in order.
  var dials: [InternetAddress] { dialledBox.value.withLock { $0 } }

  /// A connection to the proxy.
  func dial() async throws -> TCPConnection { try await TCPConnection.connect(to: .loopback(port), seconds: 30) }

  /// Sends a head and reads the answer's head.
  func ask(_ head: String) async throws -> (connection: TCPConnection, answer: String) {
    let connection = try await dial()
    await connection.write(Array(head.utf8))
    return (connection, await Self.head(of: connection))
  }

  /// Asks for a tunnel.
  func connect(_ place: String) async throws -> (connection: TCPConnection, answer: String) {
    try await ask("CONNECT \(place) HTTP/1.1\r\nHost: \(place)\r\n\r\n")
  }

  /// Everything up to the end of an answer: of the head where the tunnel stands, else of the connection.
  static func head(of connection: TCPConnection) async -> String {
    var bytes: [UInt8] = []
    while let more = await connection.read() {
      bytes += more
      let text = String(decoding: bytes, as: UTF8.self)
      if text.hasPrefix("HTTP/1.1 200"), text.hasSuffix("\r\n\r\n") { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Bounds of time that no slowness of the machine reaches: only a test of a bound has it short.
  static var patient: ProxyLimits {
    var limits = ProxyLimits()
    limits.headSeconds = 3600
    limits.helloSeconds = 3600
    limits.connectSeconds = 3600
    return limits
  }

  /// Something that several closures share.
  final class Box<Value: Sendable>: Sendable {
    let value: Mutex<Value>
    init(_ value: Value) { self.value = Mutex(value) }
  }
}
