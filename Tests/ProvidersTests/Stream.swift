import JSON
import Providers
import TestSupport

/// Writes answers of providers, as their documentation shows them.
enum Stream {
  /// Server-sent events of values whose `type` is the event's name.
  static func events(_ connection: LoopbackServer.Connection, _ values: [JSONValue], done: Bool = false, pieces: Int? = nil) {
    var text = ""
    for value in values {
      if let type = value["type"]?.string { text += "event: \(type)\n" }
      text += "data: \(value.serialized())\n\n"
    }
    if done { text += "data: [DONE]\n\n" }
    send(connection, text, "text/event-stream", pieces)
  }

  /// A value a line.
  static func lines(_ connection: LoopbackServer.Connection, _ values: [JSONValue], pieces: Int? = nil) {
    send(connection, values.map { $0.serialized() + "\n" }.joined(), "application/x-ndjson", pieces)
  }

  /// Ends the chunked body.
  static func end(_ connection: LoopbackServer.Connection) { connection.send("0\r\n\r\n") }

  private static func send(_ connection: LoopbackServer.Connection, _ text: String, _ type: String, _ pieces: Int?) {
    connection.begin(headers: ["Content-Type: \(type)", "Transfer-Encoding: chunked"])
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      let piece = bytes[index..<min(index + (pieces ?? bytes.count), bytes.count)]
      connection.send(Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + [13, 10])
      index = piece.endIndex
    }
  }

  /// A retry policy that does not wait.
  static func retry(_ tries: Int = 3) -> ProviderRetry {
    ProviderRetry(tries: tries, jitter: { 1 }, sleep: { _ async throws(CancellationError) in })
  }
}
