import Glibc
import Platform
import Synchronization
import TestSupport

/// What a hostile agent must not reach, outside of its sandbox: files of the operator, a process, and sockets that count who comes.
final class HostileWorld: Sendable {
  /// A file of the operator that is to stay as it is.
  let canary: String
  /// What is in it.
  static let secret = "the operator's own words"
  /// A file that does not exist; whatever the service runs for the agent would make it.
  let trap: String
  /// A listener on the host's loopback.
  let port: UInt16
  /// The name of a listening abstract socket.
  let abstractName: String
  private let listeners: [Int32]
  private let visits = Mutex(0)

  init(_ carrel: CarrelProgram) throws {
    try Files.makeDirectory("\(carrel.root.path)/home")
    canary = "\(carrel.root.path)/home/diary.txt"
    trap = "\(carrel.root.path)/home/owned"
    try Files.writeAtomically(Array(Self.secret.utf8), to: canary)
    var address = sockaddr_in(
      sin_family: UInt16(AF_INET), sin_port: 0, sin_addr: in_addr(s_addr: UInt32(0x7f00_0001).bigEndian), sin_zero: (0, 0, 0, 0, 0, 0, 0, 0)
    )
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let tcp = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(tcp, $0, size) == 0 && listen(tcp, 64) == 0 && getsockname(tcp, $0, &size) == 0
      }
    }
    guard isBound else { throw TestRepositoryFailure(text: "no listener on the loopback: \(errno)") }
    port = UInt16(bigEndian: address.sin_port)
    abstractName = "carrel-hostile-\(getpid())-\(port)"
    var local = sockaddr_un()
    local.sun_family = UInt16(AF_UNIX)
    let name = Array(abstractName.utf8)
    withUnsafeMutableBytes(of: &local.sun_path) { $0.baseAddress.map { $0.advanced(by: 1).copyMemory(from: name, byteCount: name.count) } }
    let length = socklen_t(2 + 1 + name.count)
    let abstract = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    let isThere = withUnsafePointer(to: &local) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(abstract, $0, length) == 0 && listen(abstract, 64) == 0 }
    }
    guard isThere else { throw TestRepositoryFailure(text: "no abstract socket: \(errno)") }
    listeners = [tcp, abstract]
  }

  deinit { for listener in listeners { close(listener) } }

  /// How many connections have come so far, over either socket.
  func callers() -> Int {
    visits.withLock { count in
      for listener in listeners {
        while true {
          let connection = accept(listener, nil, nil)
          guard connection >= 0 else { break }
          count += 1
          close(connection)
        }
      }
      return count
    }
  }
}
