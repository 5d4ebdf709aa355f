/// One entry of a list of hosts that agents may reach: a name, all names below one (`*.example.org`), or an address, with one port, 443 unless it says otherwise.
/// Written and stored as its text: `example.org`, `*.example.org:8443`, `gitea.lab:3000/private`, `10.0.0.5:8080`.
package struct HostRule: Hashable, Sendable, Codable {
  /// The host; for a rule of a suffix what stands after `*.`.
  package var host: NetworkHost
  /// Whether it holds for the names below the host instead of the host.
  package var isSuffix: Bool
  /// The port.
  package var port: UInt16
  /// Whether the host may lie in a private network or on this host. An address that is listed may always.
  package var isPrivate: Bool

  /// A rule for one host.
  package init(_ host: NetworkHost, port: UInt16 = 443, isPrivate: Bool = false) {
    self.host = host
    isSuffix = false
    self.port = port
    self.isPrivate = isPrivate
  }

  /// Reads a rule. `/private` at its end lets it lie in a private network.
  /// - Throws: `NetworkHost.Problem`: the end of a sentence that says what is wrong.
  package init(parsing text: String) throws(NetworkHost.Problem) {
    var rest = text
    isPrivate = rest.hasSuffix(Self.privateMark)
    if isPrivate { rest.removeLast(Self.privateMark.count) }
    if rest.contains("://") { throw NetworkHost.Problem(text: "is an address of a page; leave out the scheme and the path") }
    if rest.contains("/") { throw NetworkHost.Problem(text: "has a path in it; leave it out") }
    isSuffix = rest.hasPrefix("*.")
    if isSuffix { rest.removeFirst(2) }
    let (name, given) = try NetworkHost.split(rest)
    if name.contains("*") { throw NetworkHost.Problem(text: "has a “*” that is not the whole of its first part") }
    host = try NetworkHost(parsing: name)
    port = given ?? 443
    if isSuffix, case .address = host { throw NetworkHost.Problem(text: "has “*.” before an address") }
  }

  /// The rule as `init(parsing:)` takes it.
  package var text: String {
    let place = port == 443 ? host.text : host.text(port: port)
    return (isSuffix ? "*." : "") + place + (isPrivate ? Self.privateMark : "")
  }

  /// Whether it speaks of this host and port. A suffix begins at a dot: `*.example.org` has neither `example.org` nor `badexample.org`.
  package func matches(_ other: NetworkHost, port: UInt16) -> Bool {
    guard port == self.port else { return false }
    guard isSuffix else { return other == host }
    guard case .name(let name) = other, case .name(let suffix) = host else { return false }
    return name.utf8.count > suffix.utf8.count + 1 && name.hasSuffix("." + suffix)
  }

  /// Reads the text.
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    do throws(NetworkHost.Problem) { try self.init(parsing: text) } catch {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "“\(text)” \(error.text)"))
    }
  }

  /// Writes the text.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  private static let privateMark = "/private"
}
