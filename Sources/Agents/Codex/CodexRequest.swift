package import JSON
import Model

/// A request of the app-server that an operator answers (facts/engines.md, 2.5, "Server requests").
package struct CodexRequest: Hashable, Sendable {
  /// What is asked for.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// May this command run?
    case command = "item/commandExecution/requestApproval"
    /// May these files be changed?
    case change = "item/fileChange/requestApproval"
    /// May the sandbox be widened?
    case permissions = "item/permissions/requestApproval"
    /// Questions of the model.
    case questions = "item/tool/requestUserInput"
    /// A question of an MCP server, or whether its tool may run.
    case elicitation = "mcpServer/elicitation/request"
  }

  /// Its JSON-RPC id, which the answer names.
  package var rpc: JSONValue
  /// What is asked for.
  package var kind: Kind
  /// Its parameters.
  package var params: JSONValue
  /// The call that it is about, when that has begun.
  var call: CodexItem?

  /// Its id for the operator: the server counts its own from zero in every process.
  package var id: String { "\(toolID ?? params["turnId"]?.string ?? "codex")#\(rpc.serialized())" }

  /// The tool call that it is about.
  var toolID: String? { call?.id ?? (kind == .questions ? nil : params["itemId"]?.string) }

  /// Whether it asks whether an MCP tool may run.
  var isToolApproval: Bool { kind == .elicitation && params["_meta"]?["codex_approval_kind"]?.string != nil }

  /// Whether it wants words rather than a yes or no.
  var isQuestion: Bool {
    switch kind {
    case .questions: true
    case .elicitation: !isToolApproval && params["mode"]?.string != "url" && !fields.isEmpty
    default: false
    }
  }

  /// The tool that it is about, as rules name it.
  var tool: String {
    switch kind {
    case .command: "shell"
    case .change: "apply_patch"
    case .permissions: "permissions"
    case .questions: "request_user_input"
    case .elicitation: call?.name ?? MCPToolName.shown(server: params["serverName"]?.string ?? "mcp", tool: "*")
    }
  }

  /// The command that may run.
  var command: String { CodexItem.unwrapped(params["command"]?.string ?? call?.json["command"]?.string ?? "") }

  /// The questions, each with its id in the answer.
  var questions: [(id: String, question: AgentQuestion)] {
    if kind == .elicitation { return fields.map { ($0.name, $0.question) } }
    return (params["questions"]?.array ?? []).prefix(50).compactMap { question in
      guard let id = question["id"]?.string, let text = question["question"]?.string else { return nil }
      let options = (question["options"]?.array ?? []).prefix(50).compactMap { $0["label"]?.string }
      return (id, AgentQuestion(text: text.capped(at: TextLimit.errorLine), options: options))
    }
  }

  /// The request as the operator sees it.
  func request(in workspace: String) -> AgentRequest {
    if isQuestion {
      let questions = questions.map(\.question)
      let title = questions.count == 1 ? questions[0].text : "\(questions.count) questions"
      let message = kind == .elicitation ? params["message"]?.string ?? "" : ""
      return AgentRequest(
        id: id, kind: .questions(questions), title: (message.isEmpty ? title : message).firstLine(limit: TextLimit.title),
        detail: message.capped(at: TextLimit.detail), toolID: toolID)
    }
    return AgentRequest(
      id: id, kind: .permission(tool: tool, always: canRemember), title: title(in: workspace).firstLine(limit: TextLimit.title + 20),
      detail: detail(in: workspace).capped(at: TextLimit.detail), toolID: toolID, input: input)
  }

  /// What it is about, whole: the parameters without names that are new with every request and without the model's own words; nil for changes of files, whose
  /// parameters do not hold them.
  private var input: String? {
    guard kind != .change, var object = params.object else { return nil }
    let passing = [
      "threadId", "turnId", "itemId", "approvalId", "conversationId", "callId", "reason", "availableDecisions",
      "proposedExecpolicyAmendment",
    ]
    for key in passing { object[key] = nil }
    if kind == .command {
      guard !command.isEmpty else { return nil }
      object["command"] = params["command"] ?? .string(command)
    }
    return RequestInputText.text(.object(object), tool: tool)
  }

  /// Whether a yes can be remembered.
  private var canRemember: Bool {
    switch kind {
    case .elicitation: (params["_meta"]?["persist"]?.array ?? []).contains("session")
    default: true
    }
  }

  private func title(in workspace: String) -> String {
    switch kind {
    case .command: return command.isEmpty ? "Run a command?" : "Run `\(command.firstLine(limit: TextLimit.title))`?"
    case .change:
      let title = call?.title(in: workspace) ?? ""
      return title.isEmpty ? "Change files?" : "\(call?.kind == .write ? "Write" : call?.kind == .delete ? "Delete" : "Edit") \(title)?"
    case .permissions: return "Give the agent further permissions?"
    case .questions: return "A question"
    case .elicitation:
      let said = params["message"]?.string ?? ""
      return said.isEmpty ? "Use \(tool)?" : said
    }
  }

  private func detail(in workspace: String) -> String {
    let reason = params["reason"]?.string ?? ""
    let text: String
    switch kind {
    case .command: text = command
    case .change: text = call?.diffText(in: workspace) ?? (params["grantRoot"]?.string.map { "below \($0)" } ?? "")
    case .permissions: text = params["permissions"]?.serialized(pretty: true) ?? ""
    case .questions: text = ""
    case .elicitation: text = params["url"]?.string ?? params["_meta"]?["tool_params"]?.serialized(pretty: true) ?? ""
    }
    return reason.isEmpty ? text : text.isEmpty ? reason : "\(text)\n\n\(reason)"
  }

  // MARK: Forms of MCP servers

  /// A field of an MCP server's form.
  struct Field {
    var name: String
    var schema: JSONValue
    var question: AgentQuestion
  }

  var fields: [Field] {
    guard kind == .elicitation, let properties = params["requestedSchema"]?["properties"]?.object else { return [] }
    return properties.prefix(50).map { name, schema in
      let listed = (schema["enum"] ?? schema["items"]?["enum"])?.array?.compactMap(\.string)
      let titled = (schema["oneOf"] ?? schema["items"]?["anyOf"])?.array?.compactMap { $0["const"]?.string }
      let options = listed ?? titled ?? (schema["type"]?.string == "boolean" ? ["yes", "no"] : [])
      let text = [schema["title"]?.string ?? name, schema["description"]?.string].compactMap { $0 }.joined(separator: ": ")
      let question = AgentQuestion(
        text: text.capped(at: TextLimit.errorLine), options: Array(options.prefix(50)), multiple: schema["type"]?.string == "array")
      return Field(name: name, schema: schema, question: question)
    }
  }
}
