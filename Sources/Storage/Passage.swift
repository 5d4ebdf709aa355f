internal import Model

/// A text of a task that can be searched. Bounded: of a long one its beginning and its end.
struct Passage: Hashable {
  /// Which part of the task it is.
  var kind: PassageKind
  /// The transcript's row; 0 for what is no part of it.
  var seq: Int64
  /// When it was written.
  var time: Timestamp
  /// The changed file, for `diff`.
  var path: String?
  /// The text.
  var text: String

  /// Bytes kept of the beginning and of the end of a text.
  static let head = 12 << 10
  static let tail = 4 << 10
  /// What the snippets' marks are: taken out of every text, so that no text can bring marks of its own.
  static let matchStart: Character = "\u{2}"
  static let matchEnd: Character = "\u{3}"

  init(_ kind: PassageKind, seq: Int64 = 0, time: Timestamp, path: String? = nil, text: String) {
    self.kind = kind
    self.seq = seq
    self.time = time
    self.path = path
    self.text = Self.bounded(text)
  }

  /// Whether there is anything to find in it.
  var isEmpty: Bool { !text.contains { !$0.isWhitespace } }

  private static func bounded(_ text: String) -> String {
    var kept = text
    if text.utf8.count > head + tail {
      kept = String(decoding: text.utf8.prefix(head), as: UTF8.self) + "\n…\n" + String(decoding: text.utf8.suffix(tail), as: UTF8.self)
    }
    guard kept.utf8.contains(where: { $0 < 0x09 }) else { return kept }
    return String(String.UnicodeScalarView(kept.unicodeScalars.filter { $0.value >= 0x09 }))
  }
}

extension PassageKind {
  /// As the `kind` column has it.
  var stored: Int64 {
    switch self {
    case .title: 0
    case .ticket: 1
    case .prompt: 2
    case .text: 3
    case .thinking: 4
    case .tool: 5
    case .note: 6
    case .diff: 7
    }
  }

  /// From the `kind` column; a note when it is none that is known.
  init(stored: Int64) { self = Self.allCases.first { $0.stored == stored } ?? .note }
}

extension TranscriptEvent {
  /// What there is to find in it; nil: nothing, or it is a piece of a message that comes whole later.
  var passage: (kind: PassageKind, text: String)? {
    switch self {
    case .prompt(let text, _): return (.prompt, text)
    case .answered(_, let answer, _):
      switch answer {
      case .answers(let words): return (.prompt, words.sorted { $0.key < $1.key }.map { "\($0.key)\n\($0.value)" }.joined(separator: "\n"))
      case .deny(let words): return (.prompt, words)
      case .allow, .always: return nil
      }
    case .phase(_, let reason): return reason.isEmpty ? nil : (.note, reason)
    case .published(let publication): return (.note, "\(publication.kind.rawValue) \(publication.ref)")
    case .note(_, let text): return (.note, text)
    case .agent(let event): return event.passage
    case .delta, .attempt, .snapshot: return nil
    }
  }
}

extension AgentEvent {
  fileprivate var passage: (kind: PassageKind, text: String)? {
    switch self {
    case .textDone(_, let text): return (.text, text)
    case .thinkingDone(_, let text): return (.thinking, text)
    case .toolStarted(let call): return (.tool, "\(call.name) \(call.title)\n\(call.input)")
    case .toolFinished(_, _, let output, _): return (.tool, output)
    case .asked(let request):
      var lines = [request.title, request.detail]
      switch request.kind {
      case .permission: break
      case .questions(let questions): for question in questions { lines += [question.text] + question.options }
      case .plan(let plan): lines.append(plan)
      }
      return (.text, lines.joined(separator: "\n"))
    case .turnDone(.failed(let failure), _): return (.note, failure.text)
    case .turnDone(.limit(let words), _): return (.note, words)
    case .notice(_, let text), .standardError(let text), .rateLimited(_, let text): return (.note, text)
    default: return nil
    }
  }
}
