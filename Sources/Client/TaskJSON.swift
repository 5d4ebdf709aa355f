package import JSON
package import Model

/// A task as `carrel ls --json` and `carrel show --json` print it (CONTRACT.md): stable keys, times in RFC 3339, money in USD.
package enum TaskJSON {
  /// One element of the list.
  package static func object(_ task: TaskRecord) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("id", .string(task.id.description)), ("title", .string(task.ticket.title)), ("state", .string(task.phase.rawValue)),
      ("engine", .string(task.engine)), ("model", string(task.model)), ("mode", .string(task.mode.rawValue)),
      ("repo", .string(task.repository.source)), ("base", string(task.base ?? task.baseBranch)), ("branch", string(task.branch)),
      ("priority", .integer(Int64(task.priority))), ("created", time(task.created)), ("started", time(task.started)),
      ("ended", time(task.ended)), ("turns", .integer(Int64(task.turns))), ("cost_usd", .double(task.costUSD)),
      ("unmetered", .bool(task.unmetered)),
      (
        "tokens",
        object([
          ("input", .integer(Int64(task.tokens.input))), ("output", .integer(Int64(task.tokens.output))),
          ("cache_read", .integer(Int64(task.tokens.cacheRead))), ("cache_write", .integer(Int64(task.tokens.cacheWrite))),
        ])
      ),
    ]
    members.append(("attention", task.attention.map(attention) ?? .null))
    members.append(("diff", task.diff.map(diff) ?? .null))
    members.append(
      ("error", task.error.map { object([("class", .string($0.kind.rawValue)), ("text", .string($0.text))]) } ?? .null))
    members.append(
      (
        "workspace",
        task.workspacePath.map { object([("path", .string($0)), ("bytes", .integer(task.workspaceBytes))]) } ?? .null
      ))
    members.append(("published", task.published.map(publication) ?? .null))
    members.append(
      (
        "sandbox",
        task.sandbox.map {
          object([
            ("level", .string($0.level.rawValue)), ("network", .string($0.network.rawValue)), ("key", string($0.key?.rawValue)),
            ("limits", .array($0.limits.map { .string($0) })),
          ])
        } ?? .null
      ))
    members.append(("blocked_hosts", .array(task.blockedHosts.map { .string($0.place) })))
    members.append(("retries", .integer(Int64(task.retries))))
    members.append(("ticket", object([("id", string(task.ticket.id)), ("url", string(task.ticket.url))])))
    members.append(
      (
        "issue",
        task.ticket.origin.map { object([("name", .string($0.name)), ("changed", .bool($0.isChanged))]) } ?? .null
      ))
    members.append(("step", step(task)))
    members.append(("group", task.group.map { .array($0.members.map { .string($0.description) }) } ?? .null))
    members.append(("batch", task.batch.map(batch) ?? .null))
    members.append(("check", task.check.map(check) ?? .null))
    members.append(("evidence", EvidenceJSON.mark(task.evidence)))
    return object(members)
  }

  private static func batch(_ batch: LaunchBatch) -> JSONValue {
    object([
      ("first", .string(batch.first.description)), ("canaries", .array(batch.canaries.map { .string($0.description) })),
      ("waits", .bool(batch.isHeld)), ("then_go", .bool(batch.goesByItself)),
    ])
  }

  /// The same with what only one task shows.
  package static func full(_ task: TaskRecord) -> JSONValue {
    guard case .object(var members) = object(task) else { return .null }
    members.append("body", .string(task.ticket.body))
    members.append("brief", string(task.brief))
    members.append("session_id", string(task.sessionID))
    members.append("depends_on", .array(task.dependsOn.map { .string($0.description) }))
    members.append("plan", .array(task.plan.map { object([("text", .string($0.text)), ("status", .string($0.status.rawValue))]) }))
    members.append("starts_from", string(task.startsFrom?.description))
    members.append("steps", .array((task.chain?.steps ?? []).map { steps($0, task) }))
    return .object(members)
  }

  /// The list.
  package static func list(_ tasks: [TaskRecord]) -> JSONValue { .array(tasks.map(object)) }

  /// A draft as `carrel add --dry-run --json` prints it.
  package static func draft(_ draft: TicketDraft) -> JSONValue {
    object([
      ("line", .integer(Int64(draft.line))), ("title", .string(draft.ticket.title)), ("body", .string(draft.ticket.body)),
      ("repo", string(draft.repository)), ("base", string(draft.base)), ("engine", string(draft.engine)), ("model", string(draft.model)),
      ("mode", string(draft.mode?.rawValue)), ("priority", draft.priority.map { .integer(Int64($0)) } ?? .null),
      ("after", .array(draft.after.map { .string($0) })), ("url", string(draft.ticket.url)), ("problem", string(draft.problem)),
      ("duplicate_of", string(draft.duplicateOf?.description)), ("chain", string(draft.chain)),
      ("best_of", draft.bestOf.map { .integer(Int64($0)) } ?? .null),
    ])
  }

  /// A diff listing as `carrel diff --json` prints it.
  package static func listing(_ listing: DiffListing, of task: TaskRecord) -> JSONValue {
    object([
      ("base", .string(listing.base)), ("tree", .string(listing.summary.tree)), ("insertions", .integer(Int64(listing.summary.insertions))),
      ("deletions", .integer(Int64(listing.summary.deletions))),
      (
        "files",
        .array(
          listing.files.map { file in
            object([
              ("path", .string(file.path)), ("old_path", string(file.oldPath)), ("status", .string(file.status.rawValue)),
              ("insertions", .integer(Int64(file.insertions))), ("deletions", .integer(Int64(file.deletions))),
              ("marks", .array(file.marks.map { .string($0.rawValue) })),
              (
                "sensitive",
                .array(
                  file.sensitivities.map { reason in
                    object([
                      ("class", .string(reason.kind.rawValue)), ("text", .string(reason.text)), ("needs_tick", .bool(reason.needsTick)),
                    ])
                  })
              ), ("needs_tick", .bool(file.needsTick)), ("ticked", .bool(task.hasTicked(file))),
              ("taken_out", takenOut(file, task)), ("mode", string(file.mode)),
            ])
          })
      ),
    ])
  }

  /// What of a file is taken out of what is published: "file", "hunks" or null.
  private static func takenOut(_ file: DiffFile, _ task: TaskRecord) -> JSONValue {
    guard let out = task.out[file.path], out.stamp == file.stamp else { return .null }
    return .string(out.isWhole ? "file" : "hunks")
  }

  private static func step(_ task: TaskRecord) -> JSONValue {
    guard let chain = task.chain, let step = chain.current else { return .null }
    return object([
      ("number", .integer(Int64(chain.number))), ("of", .integer(Int64(chain.total))), ("name", .string(step.name)),
      ("chain", string(chain.name)),
    ])
  }

  private static func steps(_ step: WorkStep, _ task: TaskRecord) -> JSONValue {
    let outcome = task.chain?.outcomes.last { $0.name == step.name }
    return object([
      ("name", .string(step.name)), ("engine", string(step.isPublishing ? nil : step.engine ?? task.chain?.engine)),
      ("model", string(step.model)), ("publish", string(step.publish?.rawValue)), ("handed_on", string(outcome?.text)),
    ])
  }

  private static func check(_ check: CheckResult) -> JSONValue {
    object([
      ("command", .string(check.command)), ("exit_code", check.exitCode.map { .integer(Int64($0)) } ?? .null),
      ("seconds", .double(check.seconds)), ("tail", .string(check.tail)), ("remark", .string(check.remark)),
    ])
  }

  private static func attention(_ attention: Attention) -> JSONValue {
    object([
      ("kind", .string(attention.kind.rawValue)), ("since", time(attention.since)), ("text", .string(attention.text)),
      ("request", string(attention.request)),
    ])
  }

  private static func diff(_ diff: DiffSummary) -> JSONValue {
    object([
      ("files", .integer(Int64(diff.files))), ("insertions", .integer(Int64(diff.insertions))),
      ("deletions", .integer(Int64(diff.deletions))), ("tree", .string(diff.tree)),
    ])
  }

  private static func publication(_ publication: Publication) -> JSONValue {
    object([
      ("kind", .string(publication.kind.rawValue)), ("ref", .string(publication.ref)), ("url", string(publication.url)),
      ("commit", string(publication.commit)), ("request", publication.request.map(RequestText.json) ?? .null),
    ])
  }

  private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    var object = JSONObject()
    for (key, value) in members { object.append(key, value) }
    return .object(object)
  }
  private static func string(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
  private static func time(_ moment: Timestamp?) -> JSONValue { moment.map { .string($0.description) } ?? .null }
}
