/// One event of a stream of server-sent events (HTML standard, 9.2).
package struct ServerSentEvent: Hashable, Sendable {
  /// Its type; `message` when the stream names none.
  package var name: String
  /// Its data, lines joined by LF.
  package var data: String
  /// The last event id that the stream named, or empty.
  package var id: String

  /// An event.
  package init(name: String = "message", data: String, id: String = "") {
    self.name = name
    self.data = data
    self.id = id
  }
}
