import JSON
import Model

/// Requests for the operator.
extension ACPEventDecoder {
  /// A `session/request_permission`, joined with the tool call that it names; one that names none that is known and says nothing itself is about the last call that
  /// runs.
  mutating func permission(_ params: JSONValue, rpc: JSONValue) -> (permission: ACPPermission, events: [AgentEvent]) {
    var events = closeMessage()
    let told = params["toolCall"] ?? [:]
    let named = told["toolCallId"]?.string.flatMap { calls[$0] }
    var call = named ?? ACPToolCall(id: told["toolCallId"]?.string ?? nextID("call"))
    call.merge(told)
    var toolID = named?.id
    if named == nil, call.input.isNull, call.content.isEmpty,
      let last = order.last(where: { calls[$0]?.isOver == false }).flatMap({ calls[$0] })
    {
      toolID = last.id
      call = last
    } else if var known = named {
      known.merge(told)
      calls[known.id] = known
    }
    events += startOthers()
    let options = (params["options"]?.array ?? []).prefix(50).compactMap(ACPPermission.Option.init)
    return (ACPPermission(id: nextID("request"), rpc: rpc, call: call, toolID: toolID, options: options), events)
  }

  /// The permission was refused: a call that fails now was denied.
  mutating func refused(_ permission: ACPPermission) {
    if let id = permission.toolID, turnRunning { denied.insert(id) }
  }
}
