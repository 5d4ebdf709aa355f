import JSON
import Model

/// An `elicitation/create` of an agent: a form whose fields are questions (https://agentclientprotocol.com, elicitation).
struct ACPElicitation: Hashable, Sendable {
  struct Field: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case text, whole, number, truth, several }

    var key: String
    var question: AgentQuestion
    var kind: Kind
    /// What each choice is sent as, in the order of the question's options.
    var values: [String]
    var isRequired: Bool
  }

  /// Our id of the request.
  var id: String
  /// The agent's id, which the answer repeats.
  var rpc: JSONValue
  var message: String
  var fields: [Field]
  var toolID: String?

  /// Reads the request's parameters; nil when it is no form with fields.
  init?(id: String, rpc: JSONValue, _ params: JSONValue) {
    guard (params["mode"]?.string ?? "form") == "form", let properties = params["requestedSchema"]?["properties"]?.object else {
      return nil
    }
    self.id = id
    self.rpc = rpc
    message = params["message"]?.string ?? ""
    toolID = params["toolCallId"]?.string
    let required = Set((params["requestedSchema"]?["required"]?.array ?? []).compactMap(\.string))
    let count = properties.count
    let message = message
    fields = properties.prefix(50).map { key, schema in
      Self.field(key, schema, required.contains(key), message: count == 1 ? message : "")
    }
    if fields.isEmpty { return nil }
  }

  private static func field(_ key: String, _ schema: JSONValue, _ isRequired: Bool, message: String) -> Field {
    let title = schema["title"]?.string ?? schema["description"]?.string ?? key
    let text = (message.isEmpty ? title : message).capped(at: 4096)
    let items = schema["items"] ?? schema
    let named = (items["oneOf"] ?? items["anyOf"])?.array ?? []
    var values = (items["enum"]?.array ?? named.compactMap { $0["const"] }).prefix(100).compactMap(\.string)
    var names =
      named.isEmpty
      ? values : named.prefix(100).compactMap { $0["const"]?.string == nil ? nil : $0["title"]?.string ?? $0["const"]?.string }
    let kind: Field.Kind =
      switch schema["type"]?.string {
      case "integer": .whole
      case "number": .number
      case "boolean": .truth
      case "array": .several
      default: .text
      }
    if kind == .truth { (values, names) = (["true", "false"], ["Yes", "No"]) }
    let question = AgentQuestion(text: text, options: names, multiple: kind == .several)
    return Field(key: key, question: question, kind: kind, values: values, isRequired: isRequired)
  }

  /// The questions as the operator sees them.
  var request: AgentRequest {
    let title = message.isEmpty ? fields[0].question.text : message
    return AgentRequest(
      id: id, kind: .questions(fields.map(\.question)), title: title.firstLine(limit: 200), detail: message.capped(at: TextLimit.detail),
      toolID: toolID)
  }

  /// The answer as the protocol has it; a form that answers leave without something required is declined.
  func response(to answer: AgentAnswer) -> JSONValue {
    guard case .answers(let answers) = answer else { return ["action": "decline"] }
    var content = JSONObject()
    for field in fields {
      let text = answers[field.question.text] ?? answers[""]
      if let value = text.flatMap({ Self.value($0, field) }) {
        content[field.key] = value
      } else if field.isRequired {
        return ["action": "decline"]
      }
    }
    return ["action": "accept", "content": .object(content)]
  }

  private static func value(_ text: String, _ field: Field) -> JSONValue? {
    let options = field.question.options
    func chosen(_ text: String) -> String? {
      let word = text.filter { !$0.isNewline }
      if let index = options.firstIndex(of: word), index < field.values.count { return field.values[index] }
      return field.values.first { $0 == word }
    }
    switch field.kind {
    case .text: return options.isEmpty ? .string(text) : chosen(text).map(JSONValue.string)
    case .whole: return Int64(text.filter { !$0.isWhitespace }).map(JSONValue.integer)
    case .number: return Double(text.filter { !$0.isWhitespace }).flatMap { $0.isFinite ? .double($0) : nil }
    case .truth:
      let word = (chosen(text) ?? text).lowercased()
      return ["true", "yes", "y"].contains(word) ? .bool(true) : ["false", "no", "n"].contains(word) ? .bool(false) : nil
    case .several:
      let whole = chosen(text).map { [$0] }
      let parts = whole ?? text.split { $0 == "," || $0.isNewline }.compactMap { chosen(String($0.drop { $0 == " " })) }
      return parts.isEmpty ? nil : .array(parts.map(JSONValue.string))
    }
  }
}
