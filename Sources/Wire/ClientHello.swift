/// Who a client is.
package struct ClientHello: Hashable, Sendable, Codable {
  /// The wire's version that it speaks.
  package var protocolVersion: Int
  /// The program's version.
  package var version: String
  /// The operator's name, for transcripts.
  package var author: String

  /// A client.
  package init(protocolVersion: Int, version: String, author: String) {
    self.protocolVersion = protocolVersion
    self.version = version
    self.author = author
  }
}
