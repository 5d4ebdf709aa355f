/// Makes events of the bytes of a `text/event-stream` (HTML standard, 9.2.6). Lines end with LF, CR or CRLF, also when these are torn apart; an event that the
/// stream does not finish is dropped, as the standard says.
package struct ServerSentEvents: Sendable {
  /// Events that were longer than the limit and were dropped.
  package private(set) var dropped = 0

  private let limit: Int
  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var name: [UInt8] = []
  private var id = ""
  private var isFirstLine = true
  private var afterCR = false
  private var isTooLong = false

  /// A parser.
  /// - Parameter limit: bytes of one event's data; longer events are dropped.
  package init(limit: Int = 16 * 1024 * 1024) { self.limit = limit }

  /// The events that these bytes complete, in their order.
  package mutating func append(_ bytes: [UInt8]) -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 0x0a || byte == 0x0d {
      let isRestOfCRLF = byte == 0x0a && afterCR && index == start
      if !isRestOfCRLF {
        keep(bytes[start..<index])
        if let event = endLine() { events.append(event) }
      }
      afterCR = byte == 0x0d
      start = index + 1
    }
    if start < bytes.count {
      keep(bytes[start...])
      afterCR = false
    }
    return events
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    // A field's name takes a few bytes beside the data.
    let room = limit + 64 - line.count
    if bytes.count > room { isTooLong = true }
    line.append(contentsOf: bytes.prefix(max(room, 0)))
  }

  private mutating func endLine() -> ServerSentEvent? {
    defer { line.removeAll(keepingCapacity: line.count < 65_536) }
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: [0xef, 0xbb, 0xbf]) { line.removeFirst(3) }
    }
    if line.isEmpty { return endEvent() }
    let colon = line.firstIndex(of: UInt8(ascii: ":"))
    var value = colon.map { line[($0 + 1)...] } ?? []
    if value.first == 0x20 { value = value.dropFirst() }
    // A line that begins with a colon is a comment: its field has no name.
    switch String(decoding: line[..<(colon ?? line.endIndex)], as: UTF8.self) {
    case "data":
      if hasData { data.append(0x0a) }
      hasData = true
      if data.count + value.count > limit { isTooLong = true }
      data.append(contentsOf: value.prefix(max(limit - data.count, 0)))
    case "event": name = Array(value.prefix(256))
    case "id":
      if !value.contains(0) { id = String(decoding: value.prefix(1024), as: UTF8.self) }
    default: break
    }
    return nil
  }

  private mutating func endEvent() -> ServerSentEvent? {
    defer {
      data = []
      hasData = false
      name = []
      isTooLong = false
    }
    if isTooLong {
      dropped += 1
      return nil
    }
    guard hasData else { return nil }
    return ServerSentEvent(
      name: name.isEmpty ? "message" : String(decoding: name, as: UTF8.self), data: String(decoding: data, as: UTF8.self), id: id)
  }
}
