import JSON

/// A call, as the model wants it.
struct ToolRequest: Hashable, Sendable {
  /// The model's id of it.
  var id: String
  /// The tool.
  var name: String
  /// The input.
  var input: JSONValue
}
