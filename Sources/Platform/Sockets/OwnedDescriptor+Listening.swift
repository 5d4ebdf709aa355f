internal import CSystem

extension OwnedDescriptor {
  /// A TCP socket that listens at an address, for whoever accepts, with its port; port 0 lets the system choose one.
  /// - Throws: `PlatformError.address` when it is taken or not ours.
  package static func listening(at address: InternetAddress) throws(PlatformError) -> (socket: OwnedDescriptor, port: UInt16) {
    let fd = cs_tcp_listen(address.bytes, address.bytes.count, address.port, 128)
    guard fd >= 0 else { throw .address(path: address.text, reason: PlatformError.reason(fd)) }
    return (OwnedDescriptor(owning: fd), UInt16(clamping: cs_tcp_port(fd)))
  }
}
