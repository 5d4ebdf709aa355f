import JSON

/// JSON schemas of tools' inputs.
enum ToolSchema {
  /// A property of a simple type.
  static func property(_ type: String, _ description: String) -> JSONValue {
    ["type": .string(type), "description": .string(description)]
  }

  /// An object with these properties.
  static func object(_ properties: [(String, JSONValue)], required: [String]) -> JSONValue {
    var object = JSONObject()
    for (name, schema) in properties { object[name] = schema }
    return [
      "type": "object", "properties": .object(object), "required": .array(required.map(JSONValue.string)), "additionalProperties": false,
    ]
  }
}
