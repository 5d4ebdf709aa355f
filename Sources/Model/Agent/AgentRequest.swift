/// Something an agent asks the operator, and cannot go on without.
package struct AgentRequest: Hashable, Sendable, Codable {
  /// What is asked for.
  package enum Kind: Hashable, Sendable, Codable {
    /// May this tool call run? `always` says whether the engine offers to remember a yes.
    case permission(tool: String, always: Bool)
    /// One or more questions.
    case questions([AgentQuestion])
    /// Is this plan (Markdown) right?
    case plan(String)
  }

  /// Unique in the session.
  package var id: String
  /// What is asked for.
  package var kind: Kind
  /// One line: "Run `swift test`?".
  package var title: String
  /// More to read before answering: the command, the path, the diff; may be empty.
  package var detail: String
  /// The tool call that it belongs to, if the engine says.
  package var toolID: String?
  /// The tool's whole input as compact JSON, for telling equal requests from others (`RequestFingerprint`); nil: the engine does not say, or it is long.
  package var input: String?

  /// A request.
  package init(id: String, kind: Kind, title: String, detail: String = "", toolID: String? = nil, input: String? = nil) {
    self.id = id
    self.kind = kind
    self.title = title
    self.detail = detail
    self.toolID = toolID
    self.input = input
  }
}
