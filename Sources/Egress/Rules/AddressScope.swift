package import Platform

/// Where an address lies, by the registries of special addresses (IANA, RFC 6890 and its updates).
package enum AddressScope: String, Hashable, Sendable {
  /// Anywhere in the public network.
  case everywhere = "public"
  /// This host itself.
  case loopback
  /// A private network: 10/8, 172.16/12, 192.168/16, fc00::/7.
  case `private`
  /// 169.254/16, fe80::/10.
  case linkLocal = "link-local"
  /// A carrier's own network: 100.64/10.
  case carrier = "carrier-grade NAT"
  /// An IPv4 address inside an IPv6 one: mapped, NAT64, 6to4, Teredo.
  case translated = "translated"
  /// Where clouds hand out a machine's own credentials.
  case metadata = "cloud metadata"
  /// Nothing that can be connected to in earnest: unspecified, multicast, broadcast, reserved.
  case unusable

  /// The scope of an address.
  package init(_ address: InternetAddress) {
    self = address.bytes.count == 4 ? Self.four(address.bytes) : Self.six(address.bytes)
  }

  /// Whether a listed name may resolve to it; `isPrivate`: the list says that the name lies in a private network. An address that is listed itself may always be
  /// connected to.
  package func mayBeReached(isPrivate: Bool) -> Bool {
    switch self {
    case .everywhere: true
    case .loopback, .private, .linkLocal, .carrier, .translated: isPrivate
    case .metadata, .unusable: false
    }
  }

  private static func four(_ bytes: [UInt8]) -> AddressScope {
    let (a, b, c, d) = (bytes[0], bytes[1], bytes[2], bytes[3])
    // AWS, Google, Azure, OpenStack; AWS containers; Alibaba; Azure's wire server; Oracle's NTP and metadata share the first.
    let metadata: [[UInt8]] = [
      [169, 254, 169, 254], [169, 254, 170, 2], [169, 254, 170, 23], [100, 100, 100, 200], [168, 63, 129, 16],
    ]
    if metadata.contains([a, b, c, d]) { return .metadata }
    switch (a, b) {
    case (0, _), (224..., _),
      (192, 0) where c == 0:
      return .unusable
    case (192, 0) where c == 2, (198, 51) where c == 100, (203, 0) where c == 113: return .unusable
    case (10, _), (192, 168): return .private
    case (172, 16...31): return .private
    case (100, 64...127): return .carrier
    case (127, _): return .loopback
    case (169, 254): return .linkLocal
    case (198, 18...19): return .private
    default: return .everywhere
    }
  }

  private static func six(_ bytes: [UInt8]) -> AddressScope {
    let firstTwelve = bytes[..<12]
    let zeros = firstTwelve.allSatisfy { $0 == 0 }
    let last = Array(bytes[12...])
    if zeros, last[0] == 0, last[1] == 0, last[2] == 0, last[3] <= 1 { return last[3] == 1 ? .loopback : .unusable }
    if zeros { return inside(last) }
    if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF { return inside(last) }
    // RFC 6052 and RFC 8215; 6to4; Teredo, whose IPv4 address stands inverted.
    if bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B]) { return inside(last) }
    if bytes.starts(with: [0x20, 0x02]) { return inside(Array(bytes[2..<6])) }
    if bytes.starts(with: [0x20, 0x01, 0, 0]) { return inside(last.map { ~$0 }) }
    if bytes.starts(with: [0xFD, 0x00, 0x0E, 0xC2]) { return .metadata }
    if bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8]) { return .unusable }
    switch bytes[0] {
    case 0xFC, 0xFD: return .private
    case 0xFE: return bytes[1] & 0xC0 == 0x80 ? .linkLocal : bytes[1] & 0xC0 == 0xC0 ? .private : .unusable
    case 0x20...0x3F: return .everywhere
    default: return .unusable
    }
  }

  private static func inside(_ bytes: [UInt8]) -> AddressScope {
    switch four(bytes) {
    case .metadata: .metadata
    case .unusable: .unusable
    default: .translated
    }
  }
}
