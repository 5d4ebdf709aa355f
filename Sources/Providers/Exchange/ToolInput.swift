import JSON

/// The input of a tool call on its way between its JSON text and its value.
enum ToolInput {
  /// The value of a streamed text: nothing is an empty object; what is no JSON (a cut one) is the text itself, which no tool takes for its input.
  static func value(_ text: String) -> JSONValue {
    if text.allSatisfy(\.isWhitespace) { return .object(JSONObject()) }
    return (try? JSONValue.parse(text)) ?? .string(text)
  }

  /// The object that goes back to a provider.
  static func object(_ value: JSONValue) -> JSONValue { value.object == nil ? ["input": value] : value }

  /// An id as all providers take it: letters, digits, "-" and "_".
  static func id(_ id: String) -> String {
    String(String.UnicodeScalarView(id.unicodeScalars.map { isPlain($0) ? $0 : "_" }))
  }

  /// An id for a call that came without one.
  static func newID() -> String { "call_" + String(UInt64.random(in: .min ... .max), radix: 36) }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
    default: false
    }
  }
}
