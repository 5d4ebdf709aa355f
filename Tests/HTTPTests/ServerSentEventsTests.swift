import HTTP
import Testing

@Suite struct ServerSentEventsTests {
  static let stream =
    "\u{FEFF}: hello\nevent: first\ndata: {\"a\":1}\nid: 7\n\ndata: one\r\ndata:  two\r\n\r\n\rdata\r\rdata:\u{FEFF}x\revent\r\rretry: 5\nfoo\n\ndata: lost"

  @Test func readsTheStandardsExamples() {
    var parser = ServerSentEvents()
    let events = parser.append(Array(Self.stream.utf8))
    #expect(
      events == [
        ServerSentEvent(name: "first", data: "{\"a\":1}", id: "7"), ServerSentEvent(data: "one\n two", id: "7"),
        ServerSentEvent(data: "", id: "7"),
        ServerSentEvent(data: "\u{FEFF}x", id: "7"),
      ])
  }

  @Test func isTheSameHoweverTheBytesAreTorn() {
    var whole = ServerSentEvents()
    let expected = whole.append(Array(Self.stream.utf8))
    for size in 1...9 {
      var parser = ServerSentEvents()
      var events: [ServerSentEvent] = []
      var rest = Array(Self.stream.utf8)[...]
      while !rest.isEmpty {
        events += parser.append(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      #expect(events == expected, "in pieces of \(size)")
    }
  }

  @Test func dropsWhatIsTooLongAndGoesOn() {
    var parser = ServerSentEvents(limit: 100)
    let long = String(repeating: "x", count: 5000)
    let events = parser.append(
      Array("data: \(long)\n\ndata: a\n\ndata: \(long.prefix(60))\ndata: \(long.prefix(60))\n\n:\(long)\n\ndata: b\n\n".utf8))
    #expect(events.map(\.data) == ["a", "b"])
    #expect(parser.dropped == 3)
  }
}
