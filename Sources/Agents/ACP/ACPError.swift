import JSON

/// An error of JSON-RPC (https://www.jsonrpc.org/specification, 5.1).
struct ACPError: Hashable, Sendable {
  /// `-32000` authentication required, `-32601` no such method, …
  var code: Int
  var message: String
  var data: JSONValue

  static func methodNotFound(_ method: String) -> ACPError { ACPError(code: -32601, message: "Method not found: \(method)") }
  static func invalid(_ message: String) -> ACPError { ACPError(code: -32602, message: message) }
  static func failed(_ message: String) -> ACPError { ACPError(code: -32603, message: message) }
  static var cancelled: ACPError { ACPError(code: -32800, message: "The turn was cancelled") }

  init(code: Int, message: String, data: JSONValue = .null) {
    self.code = code
    self.message = message
    self.data = data
  }

  /// Reads an `error` member, however malformed.
  init(_ value: JSONValue) {
    code = value["code"]?.int ?? 0
    message = value["message"]?.string ?? value.string ?? ""
    data = value["data"] ?? .null
  }

  /// As the `error` member of an answer.
  var json: JSONValue { ["code": .integer(Int64(code)), "message": .string(message)] }

  /// Everything that it says, in one line.
  var text: String {
    let more = data.string ?? (data["message"] ?? data["details"] ?? data["detail"] ?? data["error"])?.string ?? ""
    let parts = [message, message.contains(more) ? "" : more].filter { !$0.isEmpty }
    return parts.isEmpty ? "error \(code)" : parts.joined(separator: ": ").capped(at: 4096).inOneLine
  }
}
