package import Arguments
internal import JSON
package import Model
internal import Wire

/// Rules, and lists with canaries.
extension Commands {
  /// `carrel rules`: those that hold, after some were revoked; `--json` has the ended ones too.
  package func rules(revoking ids: [RuleID], json: Bool) async throws(ClientError) -> ExitCode {
    guard case .rules(let rules) = try await client.request(ids.isEmpty ? .rules : .revokeRules(ids)) else { throw .disconnected }
    if json {
      output.line(RuleText.json(rules, now: now()).serialized(pretty: true))
    } else if ids.isEmpty {
      for line in RuleText.lines(rules, now: now()) { output.line(line) }
    } else {
      for id in ids { output.line("\(id)\trevoked") }
    }
    return .done
  }

  /// `carrel queue go`.
  package func letGo(_ id: TaskID) async throws(ClientError) -> ExitCode {
    guard case .text(let text) = try await client.request(.letGo(id)) else { throw .disconnected }
    output.line(PlainText.line(text))
    return .done
  }

  /// `carrel brief`: prints it, or shows what an addition changes and then adds it.
  package func brief(_ id: TaskID, addition: String?, isForBatch: Bool, dryRun: Bool, yes: Bool) async throws(ClientError) -> ExitCode {
    guard case .briefs(let all) = try await client.request(.briefs(id, addition: addition, waiting: isForBatch)) else {
      throw .disconnected
    }
    guard let addition else {
      for brief in all { output.line(PlainText.block(brief.before)) }
      return .done
    }
    let changes = all.filter { $0.before != $0.after }
    guard !changes.isEmpty else {
      output.note("carrel: that changes no brief.")
      return .done
    }
    for change in changes { for line in RuleText.lines(change) { output.line(line) } }
    if dryRun { return .done }
    if !yes {
      let what = changes.count == 1 ? "the brief of \(changes[0].task)" : "\(changes.count) briefs"
      guard output.canAsk else {
        throw .refused(Refusal(.refused, "Changing \(what) asks first, and there is no terminal to ask on: --yes does it without."))
      }
      guard output.confirm("Change \(what)?") else { throw .refused(Refusal(.refused, "No brief was changed.")) }
    }
    guard case .text(let text) = try await client.request(.setBriefs(changes.map(\.task), addition: addition)) else { throw .disconnected }
    output.line(PlainText.line(text))
    guard !isForBatch, case .task(let task) = try await client.request(.task(id)), let batch = task.batch else { return .done }
    let waiting = try await tasks().count { $0.batch?.first == batch.first && $0.waitsForCanaries }
    if waiting > 0 {
      output.note(
        "carrel: \(waiting) of its list \(waiting == 1 ? "waits" : "wait") for \(batch.canaryNames); the same with --batch adds it to \(waiting == 1 ? "its brief" : "theirs")."
      )
    }
    return .done
  }
}
