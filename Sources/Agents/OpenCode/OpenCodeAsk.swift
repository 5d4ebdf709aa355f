import JSON
import Model

/// Something that opencode asks: a permission or questions.
struct OpenCodeAsk: Hashable, Sendable {
  /// What is asked for.
  enum Kind: Hashable, Sendable {
    /// May this be done? `permission` is opencode's word: `bash`, `edit`, `external_directory`, ….
    case permission(String)
    /// Questions to the operator.
    case questions([AgentQuestion])
  }

  /// The request's id, which the answer names.
  var id: String
  var kind: Kind
  /// The session that asks: ours or a sub-agent's.
  var session: String
  /// As the operator sees it.
  var request: AgentRequest

  /// A `permission.asked`. `tool` is the call that it belongs to, as far as known.
  init?(permission value: JSONValue, tool: OpenCodeTool?, toolID: String?, workspace: String, servers: [String]) {
    guard let id = value["id"]?.string, let session = value["sessionID"]?.string else { return nil }
    guard let name = (value["permission"] ?? value["type"])?.string else { return nil }
    let patterns =
      (value["patterns"]?.array ?? []).compactMap(\.string) + [value["pattern"]?.string].compactMap { $0 }
    let metadata = value["metadata"]
    self.id = id
    self.session = session
    kind = .permission(name)
    let shown = tool?.shownName ?? MCPToolName.shown(name, servers: servers)
    let what = Self.subject(name, tool, patterns, metadata, workspace).firstLine(limit: TextLimit.title)
    request = AgentRequest(
      id: id, kind: .permission(tool: shown, always: value["always"]?.array.map { !$0.isEmpty } ?? true),
      title: Self.title(name, what, shown), detail: Self.detail(tool, patterns, metadata, subject: what), toolID: toolID,
      input: RequestInputText.text(tool?.input ?? [:], tool: name, shown: ([name] + patterns).joined(separator: "\n")))
  }

  /// A `question.asked`.
  init?(question value: JSONValue, toolID: String?) {
    guard let id = value["id"]?.string, let session = value["sessionID"]?.string else { return nil }
    let questions = (value["questions"]?.array ?? []).prefix(100).compactMap { question -> AgentQuestion? in
      guard let text = question["question"]?.string else { return nil }
      let options = (question["options"]?.array ?? []).prefix(100).compactMap { $0["label"]?.string ?? $0.string }
      return AgentQuestion(
        text: text.capped(at: TextLimit.detail), options: options.map { $0.firstLine(limit: TextLimit.title) },
        multiple: question["multiple"]?.bool ?? false)
    }
    guard !questions.isEmpty else { return nil }
    self.id = id
    self.session = session
    kind = .questions(questions)
    let title = questions.count == 1 ? questions[0].text : "\(questions.count) questions"
    request = AgentRequest(id: id, kind: .questions(questions), title: title.firstLine(limit: 200), toolID: toolID)
  }

  private static func subject(
    _ name: String, _ tool: OpenCodeTool?, _ patterns: [String], _ metadata: JSONValue?, _ workspace: String
  ) -> String {
    if name == "external_directory" { return patterns.joined(separator: ", ") }
    if let command = (tool?.input["command"] ?? metadata?["command"])?.string, name == "bash" { return command }
    if let path = tool?.path ?? (metadata?["filepath"] ?? metadata?["filePath"])?.string?.relative(to: workspace) { return path }
    if let title = tool?.title, !title.isEmpty { return title }
    return patterns.joined(separator: ", ")
  }

  private static func title(_ name: String, _ subject: String, _ shown: String) -> String {
    if subject.isEmpty || subject == "*" { return "Use \(shown)?" }
    switch name {
    case "bash": return "Run `\(subject)`?"
    case "edit": return "Edit \(subject)?"
    case "read": return "Read \(subject)?"
    case "webfetch": return "Fetch \(subject)?"
    case "external_directory": return "Go outside of the workspace: \(subject)?"
    case "doom_loop": return "Go on, though \(shown) was called the same way again and again?"
    default: return "Use \(shown): \(subject)?"
    }
  }

  private static func detail(_ tool: OpenCodeTool?, _ patterns: [String], _ metadata: JSONValue?, subject: String) -> String {
    if let diff = metadata?["diff"]?.string, !diff.isEmpty { return diff.capped(at: TextLimit.detail) }
    if let command = (tool?.input["command"] ?? metadata?["command"])?.string { return command.capped(at: TextLimit.detail) }
    if let input = tool?.input, input.object?.isEmpty == false { return input.serialized(pretty: true).capped(at: TextLimit.detail) }
    if let metadata, metadata.object?.isEmpty == false { return metadata.serialized(pretty: true).capped(at: TextLimit.detail) }
    let list = patterns.joined(separator: "\n")
    return list == subject ? "" : list.capped(at: TextLimit.detail)
  }

  // MARK: Answers

  /// The path and body of the answer (facts/engines.md, 5.2).
  func reply(_ answer: AgentAnswer) -> (path: String, body: JSONValue) {
    let place = OpenCodeServer.escaped(id)
    switch kind {
    case .permission:
      let path = "/permission/\(place)/reply"
      switch answer {
      case .allow: return (path, ["reply": "once"])
      case .always: return (path, ["reply": "always"])
      // With a message the agent goes on and does it another way; without one its turn would end.
      case .deny(let reason): return (path, Self.reject(reason))
      case .answers(let answers): return (path, Self.reject(answers[""] ?? answers.values.sorted().joined(separator: "\n")))
      }
    case .questions(let questions):
      switch answer {
      case .deny(let reason) where reason.isEmpty: return ("/question/\(place)/reject", [:])
      case .deny(let reason): return Self.answer(place, questions, ["": reason])
      case .allow, .always: return Self.answer(place, questions, [:])
      case .answers(let answers): return Self.answer(place, questions, answers)
      }
    }
  }

  private static func reject(_ reason: String) -> JSONValue {
    ["reply": "reject", "message": .string(reason.isEmpty ? "The operator said no." : reason)]
  }

  /// An answer under "" is for every question that has none of its own.
  private static func answer(
    _ place: String, _ questions: [AgentQuestion], _ answers: [String: String]
  ) -> (path: String, body: JSONValue) {
    let lists = questions.map { question -> JSONValue in
      let text = answers[question.text] ?? answers[""] ?? AutoAnswer.decideYourself
      let parts = text.split(separator: ", ").map(String.init)
      let isList = question.multiple && parts.count > 1 && parts.allSatisfy(question.options.contains)
      return .array((isList ? parts : [text]).map(JSONValue.string))
    }
    return ("/question/\(place)/reply", ["answers": .array(lists)])
  }
}
