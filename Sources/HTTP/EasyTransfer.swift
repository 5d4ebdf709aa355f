import CCurl

/// The library's handle of one transfer, with the memory it refers to. Lives on the loop's thread only; the callbacks come there.
final class EasyTransfer {
  /// Header fields of an answer, together, in bytes.
  private static let headerLimit = 256 * 1024

  let transfer: HTTPTransfer
  let handle: UnsafeMutableRawPointer
  /// When the last byte went or came.
  var activity = ContinuousClock.now
  private let body: UnsafeMutablePointer<UInt8>
  private let message: UnsafeMutablePointer<CChar>
  private var fields: UnsafeMutablePointer<curl_slist>?
  private var head = HTTPHead(status: 0)
  private var headBytes = 0
  private var hasHead = false
  private var uploaded: curl_off_t = 0

  /// A handle that is set up; nil when the library has no memory for one.
  init?(_ transfer: HTTPTransfer, certificates: String?) {
    guard let handle = curl_easy_init() else { return nil }
    self.transfer = transfer
    self.handle = handle
    let request = transfer.request
    body = .allocate(capacity: max(request.body.count, 1))
    body.initialize(from: request.body, count: request.body.count)
    message = .allocate(capacity: Int(CURL_ERROR_SIZE))
    message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    setFields(request)
    setOptions(request, certificates)
    setMethod(request)
    setCallbacks()
  }

  deinit {
    curl_easy_cleanup(handle)
    curl_slist_free_all(fields)
    body.deallocate()
    message.deallocate()
  }

  /// What a result of the library means; nil: all is well.
  func failure(_ code: CURLcode) -> HTTPError? {
    let detail = String(cString: message)
    let text = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
    return switch code {
    case CURLE_OK: nil
    case CURLE_COULDNT_RESOLVE_HOST: .unresolved(host: transfer.location.host)
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT: .refused(text)
    case CURLE_OPERATION_TIMEDOUT: .timedOut(text)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR: .certificate(text)
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR: .cut(text)
    case CURLE_WRITE_ERROR where headBytes > Self.headerLimit: .other("the answer's header is longer than \(Self.headerLimit) bytes")
    case CURLE_WRITE_ERROR, CURLE_ABORTED_BY_CALLBACK: .cancelled
    case CURLE_URL_MALFORMAT: .url(transfer.request.url)
    default: .other(text)
    }
  }

  // MARK: Set-up

  private func setFields(_ request: HTTPRequest) {
    var lines = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    // What the library would add by itself: a wait for "100 Continue", and a form's content type.
    lines.append("Expect:")
    if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) { lines.append("Content-Type:") }
    for line in lines { fields = curl_slist_append(fields, line) ?? fields }
    _ = ccurl_set_pointer(handle, CURLOPT_HTTPHEADER, fields)
  }

  private func setOptions(_ request: HTTPRequest, _ certificates: String?) {
    let texts: [(CURLoption, String)] = [
      (CURLOPT_URL, transfer.location.url), (CURLOPT_PROTOCOLS_STR, "http,https"), (CURLOPT_USERAGENT, "carrel"),
    ]
    for (option, text) in texts { _ = ccurl_set_text(handle, option, text) }
    if let certificates { _ = ccurl_set_text(handle, CURLOPT_CAINFO, certificates) }
    // An empty name means none, whatever the environment says.
    if transfer.location.isLoopback { _ = ccurl_set_text(handle, CURLOPT_PROXY, "") }
    let numbers: [(CURLoption, Int)] = [
      (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_SUPPRESS_CONNECT_HEADERS, 1), (CURLOPT_TCP_KEEPALIVE, 1),
      (CURLOPT_HTTP_VERSION, 2), (CURLOPT_NOPROGRESS, 0),
      (CURLOPT_CONNECTTIMEOUT_MS, Int(min(max(request.connectSeconds, 0.001), 86_400) * 1000)),
    ]
    for (option, number) in numbers { _ = ccurl_set_long(handle, option, number) }
    _ = ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, message)
  }

  private func setMethod(_ request: HTTPRequest) {
    switch request.method {
    case "GET" where request.body.isEmpty: _ = ccurl_set_long(handle, CURLOPT_HTTPGET, 1)
    case "HEAD": _ = ccurl_set_long(handle, CURLOPT_NOBODY, 1)
    default:
      if !request.body.isEmpty || request.method == "POST" || request.method == "PUT" {
        _ = ccurl_set_long(handle, CURLOPT_POST, 1)
        _ = ccurl_set_long(handle, CURLOPT_POSTFIELDSIZE, request.body.count)
        _ = ccurl_set_pointer(handle, CURLOPT_POSTFIELDS, body)
      }
      _ = ccurl_set_text(handle, CURLOPT_CUSTOMREQUEST, request.method)
    }
  }

  private func setCallbacks() {
    let context = Unmanaged.passUnretained(self).toOpaque()
    _ = ccurl_set_transfer(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      EasyTransfer.called(context)?.takeBody(bytes, size * count) ?? 0
    }
    _ = ccurl_set_pointer(handle, CURLOPT_WRITEDATA, context)
    _ = ccurl_set_transfer(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      EasyTransfer.called(context)?.takeHeader(bytes, size * count) ?? 0
    }
    _ = ccurl_set_pointer(handle, CURLOPT_HEADERDATA, context)
    _ = ccurl_set_progress(handle) { context, _, _, _, uploaded in
      EasyTransfer.called(context)?.sent(uploaded)
      return 0
    }
    _ = ccurl_set_pointer(handle, CURLOPT_XFERINFODATA, context)
  }

  private static func called(_ context: UnsafeMutableRawPointer?) -> EasyTransfer? {
    context.map { Unmanaged<EasyTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  // MARK: Callbacks

  private func sent(_ bytes: curl_off_t) {
    guard bytes != uploaded else { return }
    uploaded = bytes
    activity = .now
  }

  private func takeBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    activity = .now
    guard let bytes, count > 0 else { return 0 }
    return bytes.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
      switch transfer.take(UnsafeBufferPointer(start: bytes, count: count)) {
      case .all: count
      case .later: Int(CURL_WRITEFUNC_PAUSE)
      case .never: 0
      }
    }
  }

  /// Takes a header line: the status line begins a head, the empty one ends it. What comes after the body (trailers) is passed over.
  private func takeHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    activity = .now
    headBytes += count
    guard let bytes, headBytes <= Self.headerLimit else { return 0 }
    guard !hasHead else { return count }
    let raw = UnsafeRawBufferPointer(start: bytes, count: count)
    let line = String(decoding: raw.prefix { $0 != 0x0d && $0 != 0x0a }, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      let status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
      head = HTTPHead(status: status ?? 0)
    } else if line.isEmpty {
      // 1xx comes before the answer.
      guard head.status >= 200 else { return count }
      hasHead = true
      transfer.take(head)
    } else if let colon = line.firstIndex(of: ":") {
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      head.headers[line[..<colon].lowercased()] = String(value)
    }
    return count
  }
}
