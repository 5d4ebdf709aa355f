import JSON
import Model

/// A JSON-RPC error, as a request is answered with (https://www.jsonrpc.org/specification, 5.1; the Agent Client Protocol's own codes).
struct RequestFailure: Error, Hashable {
  /// The code.
  var code: Int
  /// The sentence.
  var message: String
  /// The failure's class, in the words of `TaskFailure.Class`.
  var kind: TaskFailure.Class?

  /// No JSON.
  static let parse = RequestFailure(code: -32700, message: "Reading a message: it is no JSON.")
  /// The work was cancelled, or the client is gone.
  static let cancelled = RequestFailure(code: -32800, message: "The request was cancelled.")

  /// The parameters make no sense.
  static func parameters(_ text: String) -> RequestFailure { RequestFailure(code: -32602, message: text) }
  /// There is no such method.
  static func method(_ name: String) -> RequestFailure {
    RequestFailure(code: -32601, message: "There is no method \(name.prefix(100)).", kind: nil)
  }
  /// There is no such session.
  static func session(_ id: String) -> RequestFailure {
    RequestFailure(code: -32002, message: "There is no session \(id.prefix(100)).", kind: .engine)
  }

  /// A failure of the model or of the work.
  init(_ failure: TaskFailure) {
    self.init(code: failure.kind == .auth ? -32000 : -32603, message: failure.text, kind: failure.kind)
  }

  init(code: Int, message: String, kind: TaskFailure.Class? = nil) {
    self.code = code
    self.message = message
    self.kind = kind
  }

  /// As a client's answer has it.
  init(_ error: JSONValue) {
    self.init(code: error["code"]?.int ?? -32603, message: error["message"]?.string ?? "The client failed.")
  }

  /// The error object.
  var value: JSONValue {
    var object = JSONObject()
    object["code"] = .integer(Int64(code))
    object["message"] = .string(message)
    if let kind { object["data"] = ["class": .string(kind.rawValue)] }
    return .object(object)
  }
}
