import JSON
import Model
import Providers

/// Records as JSON lines. Pure. Lines of later versions are passed over.
enum SessionRecordCodec {
  static func encode(_ record: SessionRecord) -> JSONValue {
    switch record {
    case .session(let id, let directory, let created):
      ["type": "session", "version": 1, "id": .string(id), "cwd": .string(directory), "created": .integer(created.milliseconds)]
    case .message(let message):
      ["type": "message", "role": .string(message.role.rawValue), "parts": .array(message.parts.map(encode))]
    case .usage(let tokens, let cost, let context):
      [
        "type": "usage", "input": .integer(Int64(tokens.input)), "output": .integer(Int64(tokens.output)),
        "cache_read": .integer(Int64(tokens.cacheRead)), "cache_write": .integer(Int64(tokens.cacheWrite)), "cost_usd": JSONValue(cost),
        "context": .integer(Int64(context)),
      ]
    case .settings(let model, let mode, let effort):
      ["type": "settings", "model": JSONValue(model), "mode": .string(mode.rawValue), "effort": JSONValue(effort)]
    case .compacted(let summary, let kept): ["type": "compacted", "summary": .string(summary), "kept": .integer(Int64(kept))]
    case .cleared: ["type": "cleared"]
    case .plan(let entries):
      ["type": "plan", "entries": .array(entries.map { ["text": .string($0.text), "status": .string($0.status.rawValue)] })]
    }
  }

  static func decode(_ value: JSONValue) -> SessionRecord? {
    switch value["type"]?.string {
    case "session":
      guard let id = value["id"]?.string, let directory = value["cwd"]?.string else { return nil }
      return .session(id: id, directory: directory, created: Timestamp(milliseconds: Int64(value["created"]?.int ?? 0)))
    case "message":
      guard let role = value["role"]?.string.flatMap({ ProviderMessage.Role(rawValue: $0) }) else { return nil }
      return .message(ProviderMessage(role, (value["parts"]?.array ?? []).compactMap(part)))
    case "usage":
      let tokens = TokenCount(
        input: value["input"]?.int ?? 0, output: value["output"]?.int ?? 0, cacheRead: value["cache_read"]?.int ?? 0,
        cacheWrite: value["cache_write"]?.int ?? 0)
      return .usage(tokens, costUSD: value["cost_usd"]?.double, context: value["context"]?.int ?? 0)
    case "settings":
      guard let mode = value["mode"]?.string.flatMap({ TaskMode(rawValue: $0) }) else { return nil }
      return .settings(model: value["model"]?.string, mode: mode, effort: value["effort"]?.string)
    case "compacted":
      guard let summary = value["summary"]?.string, let kept = value["kept"]?.int else { return nil }
      return .compacted(summary: summary, kept: max(0, kept))
    case "cleared": return .cleared
    case "plan":
      let entries = value["entries"]?.array ?? []
      return .plan(
        entries.map { PlanEntry(text: $0["text"]?.string ?? "", status: $0["status"]?.string.flatMap(PlanEntry.Status.init) ?? .pending) })
    default: return nil
    }
  }

  private static func encode(_ part: ProviderMessage.Part) -> JSONValue {
    switch part {
    case .text(let text): ["text": .string(text)]
    case .thinking(let text, let signature): ["thinking": .string(text), "signature": JSONValue(signature)]
    case .toolCall(let id, let name, let input): ["call": .string(id), "name": .string(name), "input": input]
    case .toolResult(let id, let text, let isError): ["result": .string(id), "output": .string(text), "error": .bool(isError)]
    }
  }

  private static func part(_ value: JSONValue) -> ProviderMessage.Part? {
    if let text = value["text"]?.string { return .text(text) }
    if let text = value["thinking"]?.string { return .thinking(text, signature: value["signature"]?.string) }
    if let id = value["call"]?.string { return .toolCall(id: id, name: value["name"]?.string ?? "", input: value["input"] ?? [:]) }
    if let id = value["result"]?.string {
      return .toolResult(id: id, text: value["output"]?.string ?? "", isError: value["error"]?.bool ?? false)
    }
    return nil
  }
}
