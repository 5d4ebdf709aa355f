import Model

/// Turns an agent's text deltas into pieces with offsets, joining neighbours of the same message (pure).
struct DeltaTracker: Hashable, Sendable {
  /// A piece of a message.
  struct Piece: Hashable, Sendable {
    var messageID: String
    var stream: DeltaStream
    var offset: Int
    var text: String
  }

  private struct Stream: Hashable { var messageID: String; var stream: DeltaStream }
  private var lengths: [Stream: Int] = [:]

  /// Adds a delta: grows the last piece when it is of the same message, else begins a new one.
  mutating func add(_ text: String, _ messageID: String, _ stream: DeltaStream, to pieces: inout [Piece]) {
    guard !text.isEmpty else { return }
    let key = Stream(messageID: messageID, stream: stream)
    let offset = lengths[key, default: 0]
    lengths[key] = offset + text.utf8.count
    if let last = pieces.indices.last, pieces[last].messageID == messageID, pieces[last].stream == stream {
      pieces[last].text += text
    } else {
      pieces.append(Piece(messageID: messageID, stream: stream, offset: offset, text: text))
    }
  }

  /// Forgets a finished or discarded message.
  mutating func forget(_ messageID: String) {
    for stream in DeltaStream.allCases { lengths[Stream(messageID: messageID, stream: stream)] = nil }
  }

  /// Forgets all.
  mutating func reset() { lengths = [:] }
}
