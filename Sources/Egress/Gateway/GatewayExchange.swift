import HTTP
import Model
import Secrets

/// One request on its way to the provider, and its answer on its way back.
struct GatewayExchange: Sendable {
  /// Bytes of an answer with an error at most.
  private static let errorLimit = 1 << 20
  /// Bytes of an answer at most.
  private static let answerLimit = 512 << 20

  let form: GatewayForm
  /// Nil: the answer costs nothing.
  let ledger: GatewayLedger?
  /// The model that was asked for.
  let model: String?
  /// Knows the key, in case that the provider repeats it.
  let cleaner: Redactor
  let answer: GatewayAnswer

  /// The model that a path of Gemini's names.
  static func model(inPath path: String) -> String? {
    guard let start = path.firstRange(of: "/models/")?.upperBound else { return nil }
    let name = path[start...].prefix { $0 != ":" && $0 != "/" }
    return name.isEmpty ? nil : String(name)
  }

  /// Sends it and passes the answer on; whether the connection may go on.
  func run(_ request: HTTPRequest, _ client: HTTPClient) async -> Bool {
    let stream: HTTPBodyStream
    do throws(HTTPError) { stream = try await client.open(request) } catch { return await fail(error) }
    defer { stream.cancel() }
    if stream.head.status >= 400 { return await passError(stream) }
    return await pass(stream, request)
  }

  private func fail(_ error: HTTPError) async -> Bool {
    switch error {
    case .cancelled: return false
    case .timedOut: return await answer.send(form, GatewayRefusal(status: 504, text: "the provider does not answer: \(clean(error.text))"))
    default: return await answer.send(form, GatewayRefusal(status: 502, text: "the provider cannot be reached: \(clean(error.text))"))
    }
  }

  /// Errors are held until they are whole, so that a key that is repeated in one goes no further.
  private func passError(_ stream: HTTPBodyStream) async -> Bool {
    do throws(HTTPError) {
      let body = try await stream.rest(limit: Self.errorLimit)
      return await answer.send(stream.head.status, fields(stream.head), cleaner.redact(body))
    } catch {
      return await fail(error)
    }
  }

  private func pass(_ stream: HTTPBodyStream, _ request: HTTPRequest) async -> Bool {
    let head = stream.head
    if request.method == "HEAD" || head.status == 204 || head.status == 304 {
      return await answer.send(head.status, fields(head), [], isHead: true)
    }
    let length = head.headers["content-length"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    var reader = UsageReader(contentType: head.headers["content-type"], contentEncoding: head.headers["content-encoding"])
    guard await answer.begin(head.status, fields(head), length: length) else { return false }
    var isWhole = false
    var isNoted = false
    // What was counted is noted before the agent can know that the answer is over.
    func noteOnce() {
      guard !isNoted else { return }
      isNoted = true
      note(reader, request)
    }
    defer { noteOnce() }
    do throws(HTTPError) {
      while let bytes = try await stream.next() {
        reader.take(bytes)
        if let length, reader.bytes >= length {
          reader.finish()
          noteOnce()
        }
        guard reader.bytes <= Self.answerLimit, await answer.piece(bytes, length: length) else { return false }
      }
      isWhole = length.map { $0 == reader.bytes } ?? true
    } catch {
      // The agent sees that its answer is cut: there is no proper end.
      return false
    }
    reader.finish()
    noteOnce()
    return isWhole ? await answer.end(length: length) : false
  }

  /// Where the provider says nothing, or the answer was cut before it did, the tokens are guessed from the bytes: four to a token, and many more around each in a
  /// stream of events. Otherwise an agent that hangs up early would work for nothing.
  private func note(_ reader: UsageReader, _ request: HTTPRequest) {
    guard let ledger else { return }
    var tokens = reader.figures.tokens ?? TokenCount(input: request.body.count / 4)
    if !reader.figures.isFinal { tokens.output = max(tokens.output, reader.bytes / (reader.isStream ? 32 : 4)) }
    ledger.add(tokens, model: reader.figures.model ?? model)
  }

  private func fields(_ head: HTTPHead) -> [HTTPField] { GatewayFields.answer(head) { clean($0) } }

  private func clean(_ text: String) -> String { cleaner.redact(text) }
}
