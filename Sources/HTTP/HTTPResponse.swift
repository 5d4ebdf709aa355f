/// A whole answer.
package struct HTTPResponse: Hashable, Sendable {
  /// Status and header fields.
  package var head: HTTPHead
  /// The body.
  package var body: [UInt8]

  /// An answer.
  package init(head: HTTPHead, body: [UInt8]) {
    self.head = head
    self.body = body
  }
}
