import JSON
import Model

/// A `session/request_permission` of an agent. Options are chosen by their kind alone, the first that fits: their ids and names mean nothing.
struct ACPPermission: Hashable, Sendable {
  struct Option: Hashable, Sendable {
    var id: String
    var name: String
    var kind: String

    init?(_ value: JSONValue) {
      guard let id = value["optionId"]?.string else { return nil }
      self.id = id
      name = value["name"]?.string ?? id
      kind = value["kind"]?.string ?? ""
    }
  }

  /// Our id of the request.
  var id: String
  /// The agent's id, which the answer repeats.
  var rpc: JSONValue
  /// The call, as far as it is known.
  var call: ACPToolCall
  /// The call's id, when it is one that was told.
  var toolID: String?
  var options: [Option]

  /// Whether it asks if a plan is right: the call leaves a planning mode.
  var isPlan: Bool { call.kindWord == "switch_mode" && call.text != nil }

  /// The request as the operator sees it.
  func request(workspace: String, servers: [String]) -> AgentRequest {
    if isPlan {
      return AgentRequest(id: id, kind: .plan((call.text ?? "").capped(at: TextLimit.detail)), title: "Is this plan right?", toolID: toolID)
    }
    let always = options.contains { $0.kind == "allow_always" }
    return AgentRequest(
      id: id, kind: .permission(tool: MCPToolName.shown(call.name, servers: servers).prefix(bytes: 256), always: always),
      title: call.question(workspace: workspace), detail: call.detail(workspace: workspace), toolID: toolID,
      input: RequestInputText.text(
        call.arguments, tool: call.name, shown: call.diffs.isEmpty ? "" : call.detail(workspace: workspace)))
  }

  /// The option for an answer; nil when the agent offers none, so that the request is answered as cancelled.
  func option(for answer: AgentAnswer) -> Option? {
    switch answer {
    case .allow: first("allow_once") ?? first("allow_always") ?? options.first { $0.kind.hasPrefix("allow") }
    case .always: first("allow_always") ?? first("allow_once") ?? options.first { $0.kind.hasPrefix("allow") }
    case .deny, .answers:
      first("reject_once") ?? first("reject_always") ?? options.first { $0.kind.hasPrefix("reject") || $0.kind.hasPrefix("deny") }
    }
  }

  private func first(_ kind: String) -> Option? { options.first { $0.kind == kind } }

  /// The answer as the protocol has it. A reason has no place in it but the metadata.
  static func response(_ option: Option?, reason: String? = nil) -> JSONValue {
    guard let option else { return ["outcome": ["outcome": "cancelled"]] }
    let outcome: JSONValue = ["outcome": "selected", "optionId": .string(option.id)]
    guard let reason, !reason.isEmpty else { return ["outcome": outcome] }
    return ["outcome": outcome, "_meta": ["reason": .string(reason)]]
  }
}
