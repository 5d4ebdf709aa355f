internal import CSystem

/// An address and a port of the internet protocol, version 4 or 6. Numbers only: names are the business of `NameResolver`.
package struct InternetAddress: Hashable, Sendable {
  /// 4 or 16 bytes in network order.
  package let bytes: [UInt8]
  /// The TCP port.
  package var port: UInt16

  /// An address of 4 or 16 bytes; nil for any other length.
  package init?(bytes: [UInt8], port: UInt16) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
    self.port = port
  }

  /// The one standard spelling of an address, without brackets (inet_pton(3): neither octal, hexadecimal nor shortened forms); nil when it is none.
  package init?(parsing text: String, port: UInt16) {
    guard text.utf8.count < 64, !text.utf8.contains(0) else { return nil }
    var room = [UInt8](repeating: 0, count: 16)
    let count = Int(cs_address_parse(text, &room))
    guard count > 0 else { return nil }
    self.init(bytes: Array(room[..<count]), port: port)
  }

  private init(four: [UInt8], _ port: UInt16) {
    bytes = four
    self.port = port
  }

  /// A port on this host's loopback, 127.0.0.1.
  package static func loopback(_ port: UInt16) -> InternetAddress { InternetAddress(four: [127, 0, 0, 1], port) }

  /// The address without the port: `192.0.2.1`, `2001:db8::1`.
  package var host: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      guard let base = buffer.baseAddress else { return "" }
      cs_address_text(bytes, bytes.count, base, 64)
      return String(validatingCString: base) ?? ""
    }
  }

  /// Address and port: `192.0.2.1:443`, `[2001:db8::1]:443`.
  package var text: String { bytes.count == 4 ? "\(host):\(port)" : "[\(host)]:\(port)" }
}
