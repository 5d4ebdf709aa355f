package import JSON

/// What the app-server says beside its events: traffic that the agent has to act on (facts/engines.md, 2.5).
package enum CodexControl: Hashable, Sendable {
  /// It asks something. Needs an answer.
  case asks(CodexRequest)
  /// An earlier question is answered or void; `id` is its JSON-RPC id.
  case resolved(id: JSONValue)
  /// It asks for something that is not served; needs an error answer.
  case unsupported(id: JSONValue, method: String)
  /// The result of a request of ours.
  case answered(id: Int, result: JSONValue)
  /// A request of ours failed.
  case failed(id: Int, text: String)
  /// The thread's id became known.
  case thread(String)
  /// The model became known or changed.
  case model(String)
  /// The turn was interrupted while commands of it run: they have to be ended before the turn is.
  case commandsLeft
  /// A turn in which only a plan was to be made is over: this is the plan. The turn stays open.
  case planned(String)
}
