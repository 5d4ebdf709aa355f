import Model
import Platform
import Supervision
import Wire

/// One client's connection: reads its requests and answers them. What changes a task is done in the order in which it was asked; what only reads, and what
/// takes long (publishing, stopping), does not hold up the rest.
actor ClientSession {
  let id: Int
  let connection: UnixConnection
  let service: CarrelService
  private var greeted = false
  /// The operator's name.
  var author = "operator"

  init(id: Int, connection: UnixConnection, service: CarrelService) {
    self.id = id
    self.connection = connection
    self.service = service
  }

  /// Serves until the client goes.
  func run() async {
    var lines = LineSplitter(limit: MessageCodec.longestLine)
    while let bytes = await connection.read() {
      for line in lines.append(bytes) where !line.bytes.isEmpty {
        guard await take(line) else {
          await connection.drained()
          connection.close()
          return
        }
      }
    }
    connection.close()
  }

  private func take(_ line: LineSplitter.Line) async -> Bool {
    let message: ClientMessage
    if line.truncated {
      reply(0, .refused(Refusal(.usage, "Reading a request: it is longer than \(MessageCodec.longestLine >> 20) MiB.")))
      return false
    }
    do throws(WireError) {
      message = try MessageCodec.decode(ClientMessage.self, from: line.bytes)
    } catch {
      reply(0, .refused(Refusal(.usage, error.text)))
      return false
    }
    if case .hello(let hello) = message.request {
      author = Attendance.cut(hello.author)
      greeted = true
      reply(message.id, .hello(hello: service))
      return hello.protocolVersion == MessageCodec.protocolVersion || hello.protocolVersion == 0
    }
    guard greeted else {
      reply(message.id, .refused(Refusal(.usage, "Talking to the service: the first message must be a hello.")))
      return false
    }
    if message.request == .attach {
      await attach(message.id)
    } else if message.request.isSlow {
      Task { self.reply(message.id, await self.answer(message.request)) }
    } else {
      reply(message.id, await answer(message.request))
    }
    return true
  }

  private func reply(_ id: Int, _ reply: Reply) {
    let bytes = service.line(.reply(id: id, reply))
    if bytes.count <= Self.longestReply {
      _ = connection.send(bytes)
      return
    }
    // It would fill the bounded queue, and the client would be cut and ask again.
    let text = "The answer has \(bytes.count >> 20) MB, more than goes over at once: ask for less, a diff file by file."
    _ = connection.send(service.line(.reply(id: id, .refused(Refusal(.failed, text)))))
  }

  private static let longestReply = 6 << 20

  private func answer(_ request: Request) async -> Reply {
    do throws(SupervisionError) { return try await perform(request) } catch { return .refused(Refusal(error)) }
  }
}

extension Reply {
  static func hello(hello service: CarrelService) -> Reply {
    .hello(
      ServiceHello(
        protocolVersion: MessageCodec.protocolVersion, version: service.parts.version, pid: Int(Environment.pid),
        wantedVariables: service.parts.wantedVariables))
  }
}

extension Request {
  /// Whether it may take long, or only reads: it does not hold up the requests behind it.
  var isSlow: Bool {
    switch self {
    case .approve, .outboxRetry, .outboxDrop, .tick, .discard, .discardOthers, .stop, .undelete, .retry, .clean, .diff, .diffNow, .diffText,
      .diffScope, .diffTextBetween,
      .rewind, .conflicts, .rebase, .transcript, .engines, .models, .forges, .doctor,
      .preview, .read, .issues, .fetchIssues, .importIssues, .brief, .blame, .seenHunks, .search, .statistics, .timeline, .evidence,
      .shell, .openInterface, .refreshRequests, .release,
      .shutdown, .status:
      true
    default: false
    }
  }
}

extension Refusal {
  /// The supervisor's error on the wire.
  init(_ error: SupervisionError) {
    let kind: Kind =
      switch error.kind {
      case .noSuchTask: .noSuchTask
      case .refused: .refused
      case .usage: .usage
      case .failed: .failed
      case .needsOperator: .needsOperator
      }
    self.init(kind, error.text)
  }
}
