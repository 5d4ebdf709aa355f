internal import FoundationEssentials
internal import Model

/// Transcript events as columns of the `event` table. A piece of a streaming message (`delta`) is stored as its text alone; everything else as JSON.
struct EventCodec {
  /// What takes secrets out of rows before they are written.
  var cleaner: StoreCleaner?
  private let encoder = JSONEncoder()
  private let decoder = JSONDecoder()

  init() {
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  }

  /// Binds parameters 4 to 7: stream, message, start, body.
  func bind(_ event: TranscriptEvent, to statement: Statement) throws(StorageError) {
    let piece = event.piece
    try statement.bind(4, piece.map { Int64($0.stream.stored) })
    try statement.bind(5, piece?.message)
    if case .delta(_, _, let offset, let text) = event {
      try statement.bind(6, Int64(offset))
      try statement.bind(7, cleaner?.text(text) ?? text)
      return
    }
    try statement.bind(6, nil as Int64?)
    do {
      let encoded = try encoder.encode(event)
      let json = cleaner?.json(encoded) ?? encoded
      try statement.bind(7, utf8: json)
    } catch let error as StorageError {
      throw error
    } catch {
      throw .failed(doing: "writing an event", reason: String(describing: error))
    }
  }

  /// Reads columns 0 to 5: seq, time, stream, message, start, body. A row that does not read becomes a note that says so.
  func entry(_ statement: Statement, task: TaskID) -> TranscriptEntry {
    TranscriptEntry(
      seq: statement.integer(0), task: task, time: Timestamp(milliseconds: statement.integer(1)), event: event(statement))
  }

  private func event(_ statement: Statement) -> TranscriptEvent {
    if !statement.isNull(4), let stream = DeltaStream(stored: statement.integer(2)) {
      return .delta(messageID: statement.text(3), stream: stream, offset: Int(statement.integer(4)), text: statement.text(5))
    }
    if let event = try? decoder.decode(TranscriptEvent.self, from: statement.bytes(5)) { return event }
    let body = statement.text(5)
    return .note(.warning, "A row of this transcript could not be read: \(body.prefix(200))\(body.count > 200 ? "…" : "")")
  }
}
