import Model
import Platform
package import Sandbox

/// A door to one fixed server, and nowhere else: a model server that the task's engine is configured to use. Bytes are carried as they are.
package enum LocalForward {
  /// A keeper whose connections all go to this place.
  package static func keeper(to door: LocalAddress.Door, world: ProxyWorld, limit: Int = 64) -> any SandboxDoorKeeper {
    AcceptingDoor(limit: limit) { connection in
      do throws(PlatformError) {
        let upstream = try await connect(door, world)
        await Splice.run(connection, upstream) { _, _ in }
      } catch {
        connection.close()
      }
    }
  }

  private static func connect(_ door: LocalAddress.Door, _ world: ProxyWorld) async throws(PlatformError) -> TCPConnection {
    let addresses: [InternetAddress]
    switch door.host {
    case .address(let bytes): addresses = InternetAddress(bytes: bytes, port: door.target).map { [$0] } ?? []
    case .name(let name): addresses = try await world.resolve(name, door.target, 10)
    }
    var last = PlatformError.address(path: door.host.text(port: door.target), reason: "it has no address")
    for address in addresses.prefix(4) {
      do throws(PlatformError) { return try await world.connect(address, 10) } catch { last = error }
    }
    throw last
  }
}
