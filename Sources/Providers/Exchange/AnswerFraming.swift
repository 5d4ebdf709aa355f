import HTTP
import JSON
import Platform

/// How the values of a streamed answer are told apart.
enum AnswerFraming: Sendable {
  /// `text/event-stream`.
  case events
  /// A value a line.
  case lines

  /// Takes bytes apart.
  struct Reader {
    private var events: ServerSentEvents?
    private var lines: LineSplitter?

    /// A reader of one answer. A value has at most 16 MiB.
    init(_ framing: AnswerFraming) {
      switch framing {
      case .events: events = ServerSentEvents(limit: 16 << 20)
      case .lines: lines = LineSplitter(limit: 16 << 20)
      }
    }

    /// The texts of the values that these bytes complete.
    mutating func append(_ bytes: [UInt8]) -> [[UInt8]] {
      if let completed = events?.append(bytes) { return completed.map { Array($0.data.utf8) } }
      return lines?.append(bytes).map(\.bytes) ?? []
    }

    /// What is left at the end of the stream.
    mutating func finish() -> [UInt8]? { lines?.finish()?.bytes }

    /// Whether something was too long to be kept.
    var isOverrun: Bool { (events?.dropped ?? 0) > 0 }
  }
}
