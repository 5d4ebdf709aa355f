package import HTTP
package import JSON
package import Model
import Platform
import Secrets

/// Speaks with the API of one forge: JSON over HTTP, pages, waiting as asked, and every failure as one sentence (`ForgeComplaint`). Nothing is repeated but a
/// call whose token was refused, once, when the token's source gives another one: what is refused was not done. Any caller, any order.
package struct ForgeTransport: Sendable {
  /// Pages of one list that are read at most.
  package static let pageLimit = 1000
  /// Bytes of an answer at most: fifty issues of a mebibyte each, as JSON.
  package static let answerLimit = 96 << 20

  /// The host by which its repositories are named; stands in sentences.
  package let host: String
  /// The API's root without a slash at its end: `https://git.lab/git/api/v1`.
  package let root: String
  /// The token.
  package let pass: ForgePass

  private let authorization: ForgeAuthorization
  private let fields: [HTTPField]
  private let client: HTTPClient
  private let brake: ForgeBrake
  private let isPlainAllowed: Bool
  private let seconds: Double
  private let now: @Sendable () -> Timestamp

  /// A transport; nothing happens until the first call.
  /// - Parameters:
  ///   - fields: header fields of every call.
  ///   - client: with the certificates that the configuration names; shared by all transports to the forge.
  ///   - brake: shared by all transports to the forge.
  ///   - isPlainAllowed: whether the token may go over plain http.
  ///   - seconds: that a whole answer may take.
  ///   - now: for moments until which the forge asks to wait.
  package init(
    host: String, root: String, pass: ForgePass, authorization: ForgeAuthorization, fields: [HTTPField] = [], client: HTTPClient,
    brake: ForgeBrake = ForgeBrake(), isPlainAllowed: Bool = false, seconds: Double = 60,
    now: @escaping @Sendable () -> Timestamp = { .now }
  ) {
    self.host = host
    self.root = root.hasSuffix("/") ? String(root.dropLast()) : root
    self.pass = pass
    self.authorization = authorization
    self.fields = fields
    self.client = client
    self.brake = brake
    self.isPlainAllowed = isPlainAllowed
    self.seconds = seconds
    self.now = now
  }

  /// Makes a call.
  /// - Returns: an answer of success (2xx), with whole JSON where JSON was wanted.
  /// - Throws: everything else, as one sentence.
  package func send(_ call: ForgeCall) async throws(ForgeError) -> ForgeAnswer {
    if let rest = brake.rest {
      throw ForgeError(
        .rateLimit, "\(call.doing): \(host) asked to wait, \(Int(rest.rounded(.up))) seconds more; it goes on by itself then.",
        retryAfter: rest)
    }
    let token = try await pass.token()
    do throws(ForgeError) { return try await send(call, token) } catch {
      guard error.kind == .refusedToken, let other = try await pass.other(than: token) else { throw error }
      return try await send(call, other)
    }
  }

  /// One page of a list.
  /// - Parameters:
  ///   - page: from 1.
  ///   - size: elements of a page.
  ///   - sizeName: what the query calls it: `limit` (Gitea), `per_page`.
  /// - Throws: as `send`; `notUnderstood` when the answer is no list.
  package func page(_ call: ForgeCall, _ page: Int, size: Int, sizeName: String) async throws(ForgeError) -> Page<JSONValue> {
    var call = call
    call.query += [("page", String(max(1, page))), (sizeName, String(size))]
    let answer = try await send(call)
    guard let list = answer.body.array else { throw unreadable(call, "a list was expected") }
    return Page(list, next: answer.next(after: max(1, page), size: size, count: list.count))
  }

  /// All pages of a list, up to so many elements.
  /// - Throws: as `page`.
  package func all(_ call: ForgeCall, size: Int = 50, sizeName: String, limit: Int = 5000) async throws(ForgeError) -> [JSONValue] {
    var all: [JSONValue] = []
    var number: Int? = 1
    while let next = number, all.count < limit {
      let page = try await page(call, next, size: size, sizeName: sizeName)
      all += page.elements
      number = page.next
    }
    return Array(all.prefix(limit))
  }

  /// What is thrown when an answer is JSON, but not what the API says.
  package func unreadable(_ call: ForgeCall, _ what: String) -> ForgeError {
    ForgeError(
      .notUnderstood, "\(call.doing): \(host) answered in a form that its API does not have (\(what)); look whether url and kind are right."
    )
  }

  private func send(_ call: ForgeCall, _ token: SecretBytes?) async throws(ForgeError) -> ForgeAnswer {
    let complaint = ForgeComplaint(call: call, host: host, token: token, now: now())
    guard root.hasPrefix("https://") || isPlainAllowed && root.hasPrefix("http://") else { throw complaint.ofPlainHTTP }
    var request = HTTPRequest(
      call.method, call.url(below: root), headers: [HTTPField("Accept", "application/json"), HTTPField("User-Agent", "carrel")],
      connectSeconds: min(15, seconds), silenceSeconds: 0)
    for field in fields + call.fields {
      request.headers.removeAll { $0.name.lowercased() == field.name.lowercased() }
      request.headers.append(field)
    }
    if let token { request.headers.append(authorization.field(token)) }
    if let body = call.body {
      body.appendBytes(to: &request.body)
      request.headers.append(HTTPField("Content-Type", "application/json"))
    }
    let response: HTTPResponse
    do throws(HTTPError) { response = try await answer(request) } catch { throw complaint.of(error, seconds: seconds) }
    guard response.head.isSuccess else {
      let error = complaint.of(response)
      if error.kind == .rateLimit, let wait = error.retryAfter { brake.hold(wait) }
      throw error
    }
    guard call.wanted == .json else { return ForgeAnswer(head: response.head, body: .null) }
    do throws(JSONError) { return ForgeAnswer(head: response.head, body: try JSONValue.parse(response.body)) } catch {
      throw complaint.ofContent(response, error)
    }
  }

  /// A server that sends byte after byte gets no more time than one that sends nothing.
  private func answer(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let (client, seconds) = (client, seconds)
    let sending = Task { () -> Result<HTTPResponse, HTTPError> in
      do throws(HTTPError) { return .success(try await client.send(request, limit: Self.answerLimit)) } catch { return .failure(error) }
    }
    let timer = Task { () -> Bool in
      try? await pause(for: .seconds(seconds))
      guard !Task.isCancelled else { return false }
      sending.cancel()
      return true
    }
    let result = await withTaskCancellationHandler {
      await sending.value
    } onCancel: {
      sending.cancel()
    }
    timer.cancel()
    if case .failure(.cancelled) = result, await timer.value { throw .timedOut("\(Int(seconds)) seconds") }
    return try result.get()
  }
}
