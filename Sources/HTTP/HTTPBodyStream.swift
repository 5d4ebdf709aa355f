/// An answer whose body is still coming. Read by one reader; when it is far behind, the server has to wait, so that memory stays bounded. Letting go of it
/// ends the transfer.
package final class HTTPBodyStream: Sendable {
  /// Status and header fields.
  package let head: HTTPHead
  private let transfer: HTTPTransfer
  /// The client, which lives as long as its transfers.
  private let client: HTTPClient

  init(head: HTTPHead, transfer: HTTPTransfer, client: HTTPClient) {
    self.head = head
    self.transfer = transfer
    self.client = client
  }

  deinit { transfer.cancel() }

  /// The next bytes, in order; nil at the end of the body. Cancelling the Swift task ends the transfer.
  /// - Throws: `HTTPError`: `cut` when the answer broke off, `cancelled` when it was.
  package func next() async throws(HTTPError) -> [UInt8]? { try await transfer.next() }

  /// All that is left of the body.
  /// - Parameter limit: bytes.
  /// - Throws: `HTTPError`; `tooLong` beyond the limit, which ends the transfer.
  package func rest(limit: Int) async throws(HTTPError) -> [UInt8] {
    var all: [UInt8] = []
    while let bytes = try await next() {
      guard all.count + bytes.count <= limit else {
        cancel()
        throw .tooLong(limit: limit)
      }
      if all.isEmpty { all = bytes } else { all += bytes }
    }
    return all
  }

  /// Ends the transfer; a reader that waits gets `cancelled`.
  package func cancel() { transfer.cancel() }
}
