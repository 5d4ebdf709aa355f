import Platform
import Synchronization

/// Speaks HTTP/1.1 by libcurl, on one thread of its own that starts with the first request and sleeps while nothing is to do. Only `http` and `https`; the
/// system's certificates; proxies as the environment says (`https_proxy`, `no_proxy`, …), but never before this machine itself; no cookies, no netrc, nothing
/// cached. Redirects are followed to the same host only, so that no credential goes elsewhere.
package final class HTTPClient: Sendable {
  /// Redirects that are followed at most.
  private static let redirectLimit = 5

  private let certificates: String?
  private let loop = Mutex<HTTPLoop?>(nil)

  /// A client; nothing happens until the first request.
  /// - Parameter certificates: a file with trusted certificates instead of the system's; by default what `CURL_CA_BUNDLE` or `SSL_CERT_FILE` names.
  package init(certificates: String? = HTTPClient.certificateFile) { self.certificates = certificates }

  deinit { loop.withLock { $0 }?.post(.end) }

  /// The file with trusted certificates that the environment names; nil: the system's.
  package static var certificateFile: String? {
    let environment = Environment.current
    return [environment["CURL_CA_BUNDLE"], environment["SSL_CERT_FILE"]].compactMap { $0 }.first { !$0.isEmpty }
  }

  /// Sends a request and waits for the whole answer. Cancelling the Swift task ends it.
  /// - Parameter limit: bytes of the body at most.
  /// - Throws: `HTTPError` when no whole answer came; an error status is none.
  package func send(_ request: HTTPRequest, limit: Int) async throws(HTTPError) -> HTTPResponse {
    let stream = try await open(request)
    return HTTPResponse(head: stream.head, body: try await stream.rest(limit: limit))
  }

  /// Sends a request and returns once the head of the answer is there. Cancelling the Swift task ends it.
  /// - Throws: `HTTPError` when no head came; an error status is none.
  package func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPBodyStream {
    var request = request
    var redirects = 0
    while true {
      let stream = try await begin(request)
      guard let next = Self.redirect(request, stream.head), redirects < Self.redirectLimit else { return stream }
      stream.cancel()
      redirects += 1
      request.url = next
    }
  }

  private func begin(_ request: HTTPRequest) async throws(HTTPError) -> HTTPBodyStream {
    guard let location = HTTPAddress(request.url) else { throw .url(request.url) }
    for field in request.headers where !Self.isClean(field) {
      throw .other("the header field \(Self.printable(field.name)) holds characters that may not be sent")
    }
    guard !request.method.isEmpty, request.method.utf8.allSatisfy(Self.isToken) else {
      throw .other("\(Self.printable(request.method)) is no method")
    }
    guard !Task.isCancelled else { throw .cancelled }
    guard let loop = running() else { throw .other("the system has no thread left for requests") }
    let transfer = HTTPTransfer(request, location, on: loop)
    loop.post(.add(transfer))
    do throws(HTTPError) {
      let head = try await transfer.head()
      return HTTPBodyStream(head: head, transfer: transfer, client: self)
    } catch {
      transfer.cancel()
      throw error
    }
  }

  private func running() -> HTTPLoop? {
    loop.withLock { loop in
      if loop == nil { loop = HTTPLoop(certificates: certificates) }
      return loop
    }
  }

  /// Where an answer sends us on to, if we go there.
  private static func redirect(_ request: HTTPRequest, _ head: HTTPHead) -> String? {
    let isRead = request.method == "GET" || request.method == "HEAD"
    guard isRead ? [301, 302, 303, 307, 308].contains(head.status) : [307, 308].contains(head.status),
      let target = head.headers["location"], let from = HTTPAddress(request.url),
      let to = HTTPAddress(target, relativeTo: from.url), from.mayLead(to: to)
    else { return nil }
    return to.url
  }

  private static func isClean(_ field: HTTPField) -> Bool {
    !field.name.isEmpty && field.name.utf8.allSatisfy(isToken) && !field.value.utf8.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7f }
  }

  /// Characters of names of methods and fields (RFC 9110, 5.6.2).
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  private static func printable(_ text: String) -> String {
    String(text.unicodeScalars.prefix(60).map { $0.value < 0x20 || $0.value == 0x7f ? "?" : Character($0) })
  }
}
