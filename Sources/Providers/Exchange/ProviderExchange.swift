import HTTP
import JSON
import Model
import Synchronization

/// Carries requests to a provider: tries them again, leaves out what the server does not know, reads its stream.
final class ProviderExchange: Sendable {
  /// Bytes of one answer at most.
  private static let answerLimit = 128 << 20
  /// Bytes of an answer that is an error at most.
  private static let errorLimit = 1 << 20

  let place: ProviderPlace
  let client: HTTPClient
  let retry: ProviderRetry
  /// Optional parts of requests that this server has refused, by model.
  private let refused = Mutex<[String: Set<String>]>([:])

  init(_ place: ProviderPlace, client: HTTPClient, retry: ProviderRetry) {
    self.place = place
    self.client = client
    self.retry = retry
  }

  /// Sends a request until it is answered, or cannot be.
  /// - Parameters:
  ///   - optional: words that a server says when it does not take a part of the request that can be left out.
  ///   - body: the request without the parts of these words.
  func answer<Decoder: AnswerDecoder>(
    _ path: String, model: String, framing: AnswerFraming, optional: [String] = [], decoder: @Sendable () -> Decoder,
    body: @Sendable (Set<String>) -> JSONValue, _ receive: @escaping @Sendable (ProviderEvent) async -> Void
  ) async throws(TaskFailure) {
    var attempt = 1
    while true {
      let without = refused.withLock { $0[model] ?? [] }
      let attemptResult = await once(request(path, body(without)), framing, decoder(), receive)
      guard let failure = attemptResult.failure else { return }
      if attemptResult.hasStreamed { await receive(.restarted) }
      if let word = optional.first(where: { !without.contains($0) && Self.refuses($0, failure) }) {
        refused.withLock { _ = $0[model, default: []].insert(word) }
        continue
      }
      guard failure.mayPass, attempt < retry.tries else { throw failure.told(place) }
      let delay = retry.delay(after: attempt, asked: failure.retryAfter)
      await receive(.retrying(attempt: attempt, of: retry.tries, delaySeconds: delay, cause: failure.kind))
      do throws(CancellationError) { try await retry.sleep(delay) } catch { throw ProviderFailure(HTTPError.cancelled, place).told(place) }
      attempt += 1
    }
  }

  /// Asks for a JSON document; once.
  func get(_ path: String) async throws(TaskFailure) -> JSONValue {
    do throws(ProviderFailure) {
      let request = HTTPRequest(
        "GET", place.url + path, headers: place.headers + [HTTPField("accept", "application/json")], silenceSeconds: 30)
      let response: HTTPResponse
      do throws(HTTPError) { response = try await client.send(request, limit: 16 << 20) } catch { throw ProviderFailure(error, place) }
      guard response.head.isSuccess else { throw .answer(response.head, response.body, place, retry) }
      guard let value = try? JSONValue.parse(response.body) else { throw notJSON(response.body) }
      return value
    } catch {
      throw error.told(place)
    }
  }

  private func request(_ path: String, _ body: JSONValue) -> HTTPRequest {
    var bytes: [UInt8] = []
    body.appendBytes(to: &bytes)
    return HTTPRequest(
      "POST", place.url + path, headers: place.headers + [HTTPField("content-type", "application/json")], body: bytes,
      silenceSeconds: place.silenceSeconds)
  }

  private static func refuses(_ word: String, _ failure: ProviderFailure) -> Bool {
    guard let status = failure.status, status == 400 || status == 422 || status == 500 else { return false }
    return failure.what.lowercased().contains(word)
  }

  // MARK: One try

  private func once(
    _ request: HTTPRequest, _ framing: AnswerFraming, _ decoder: some AnswerDecoder, _ receive: @Sendable (ProviderEvent) async -> Void
  ) async -> (failure: ProviderFailure?, hasStreamed: Bool) {
    var hasStreamed = false
    do throws(ProviderFailure) {
      let stream: HTTPBodyStream
      do throws(HTTPError) { stream = try await client.open(request) } catch { throw ProviderFailure(error, place) }
      guard stream.head.isSuccess else {
        // What a body that breaks off still says is enough.
        var body: [UInt8] = []
        while body.count < Self.errorLimit, let bytes = try? await stream.next() { body += bytes }
        throw .answer(stream.head, body, place, retry)
      }
      let type = stream.head.headers["content-type"]?.lowercased() ?? ""
      var decoder = decoder
      if type.hasPrefix("text/html") || framing == .events && type.hasPrefix("application/json") {
        for event in try await whole(stream, &decoder) {
          hasStreamed = true
          await receive(event)
        }
      } else {
        try await read(stream, framing, &decoder) { event in
          hasStreamed = true
          await receive(event)
        }
      }
      let last = try decoder.finish()
      await receive(last)
      return (nil, hasStreamed)
    } catch {
      return (error, hasStreamed)
    }
  }

  private func read(
    _ stream: HTTPBodyStream, _ framing: AnswerFraming, _ decoder: inout some AnswerDecoder, _ receive: (ProviderEvent) async -> Void
  ) async throws(ProviderFailure) {
    var reader = AnswerFraming.Reader(framing)
    var count = 0
    while !decoder.isComplete {
      let bytes: [UInt8]?
      do throws(HTTPError) { bytes = try await stream.next() } catch { throw ProviderFailure(error, place) }
      count += bytes?.count ?? 0
      guard count <= Self.answerLimit, !reader.isOverrun else { throw .nonsense("its answer is longer than any answer can be") }
      let texts = bytes.map { reader.append($0) } ?? reader.finish().map { [$0] } ?? []
      for text in texts {
        for event in try decode(text, &decoder) { await receive(event) }
      }
      if bytes == nil { return }
    }
  }

  private func decode(_ text: [UInt8], _ decoder: inout some AnswerDecoder) throws(ProviderFailure) -> [ProviderEvent] {
    if !text.contains(where: { $0 > 0x20 }) { return [] }
    if text.starts(with: Array("[DONE]".utf8)) {
      decoder.takeDone()
      return []
    }
    guard let value = try? JSONValue.parse(text) else {
      throw .nonsense("a part of its answer is no JSON (\(place.quoted(String(decoding: text.prefix(100), as: UTF8.self))))", mayPass: true)
    }
    return try decoder.take(value)
  }

  /// Takes an answer that is no stream.
  private func whole(_ stream: HTTPBodyStream, _ decoder: inout some AnswerDecoder) async throws(ProviderFailure) -> [ProviderEvent] {
    let body: [UInt8]
    do throws(HTTPError) { body = try await stream.rest(limit: Self.answerLimit) } catch { throw ProviderFailure(error, place) }
    guard let value = try? JSONValue.parse(body) else { throw notJSON(body) }
    return try decoder.takeWhole(value)
  }

  private func notJSON(_ body: [UInt8]) -> ProviderFailure {
    let words = ProviderFailure.Words(text: String(decoding: body.prefix(20_000), as: UTF8.self))
    return .nonsense("it answered with something that is no JSON (\(place.quoted(String(words.message.prefix(200)))))")
  }
}
