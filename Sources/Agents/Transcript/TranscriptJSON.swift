package import JSON
package import Model

/// Transcript rows as JSON lines, `{"seq":…,"task":…,"time":…,"kind":…,…}` (CONTRACT.md, "Command line"). Keys and kinds are stable.
package enum TranscriptJSON {
  /// A row of a task's transcript.
  package static func object(for entry: TranscriptEntry) -> JSONValue {
    let place: [(String, JSONValue)] = [
      ("seq", .integer(entry.seq)), ("task", .string("\(entry.task)")), ("time", .string(entry.time.description)),
    ]
    return AgentEventJSON.object(place + members(entry.event))
  }

  /// An event that is in no transcript (`carrel replay`): without place and time, numbered from 1.
  package static func object(for event: AgentEvent, number: Int) -> JSONValue {
    AgentEventJSON.object([("seq", JSONValue(number))] + AgentEventJSON.members(event))
  }

  private static func members(_ event: TranscriptEvent) -> [(String, JSONValue)] {
    let kind = AgentEventJSON.kind
    switch event {
    case .agent(let event): return AgentEventJSON.members(event)
    case .delta(let id, let stream, let offset, let text):
      return [
        kind("delta"), ("message", .string(id)), ("stream", .string(stream.rawValue)), ("offset", JSONValue(offset)),
        ("text", .string(text)),
      ]
    case .prompt(let text, let origin): return [kind("prompt"), ("text", .string(text)), ("origin", .string(origin))]
    case .answered(let request, let answer, let by):
      return [kind("answered"), ("request", .string(request))] + self.answer(answer) + [("by", .string(by))]
    case .phase(let phase, let reason): return [kind("phase"), ("state", .string(phase.rawValue)), ("reason", .string(reason))]
    case .attempt(let number, let engine, let model):
      return [kind("attempt"), ("number", JSONValue(number)), ("engine", .string(engine)), ("model", JSONValue(model))]
    case .snapshot(let diff):
      return [
        kind("snapshot"), ("files", JSONValue(diff.files)), ("insertions", JSONValue(diff.insertions)),
        ("deletions", JSONValue(diff.deletions)),
        ("tree", JSONValue(diff.tree)),
      ]
    case .published(let publication):
      return [
        kind("published"), ("publication", .string(publication.kind.rawValue)), ("ref", JSONValue(publication.ref)),
        ("url", JSONValue(publication.url)),
        ("commit", JSONValue(publication.commit)),
      ]
    case .note(let level, let text): return [kind("note"), ("level", .string(level.rawValue)), ("text", .string(text))]
    }
  }

  private static func answer(_ answer: AgentAnswer) -> [(String, JSONValue)] {
    switch answer {
    case .allow: return [("answer", "allow")]
    case .always: return [("answer", "always")]
    case .deny(let reason): return [("answer", "deny"), ("text", .string(reason))]
    case .answers(let answers):
      let pairs = answers.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
      return [("answer", "answers"), ("answers", AgentEventJSON.object(pairs))]
    }
  }
}
