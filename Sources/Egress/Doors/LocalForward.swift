package import Platform
package import Sandbox

/// A door to one fixed address on this host, and nowhere else: a model server that the task's engine is configured to use. Bytes are carried as they are.
package enum LocalForward {
  /// A keeper whose connections all go to this address.
  package static func keeper(to address: InternetAddress, limit: Int = 64) -> any SandboxDoorKeeper {
    AcceptingDoor(limit: limit) { connection in
      do throws(PlatformError) {
        let upstream = try await TCPConnection.connect(to: address, seconds: 10)
        await Splice.run(connection, upstream) { _, _ in }
      } catch {
        connection.close()
      }
    }
  }
}
