import Model

/// A short transcript.
enum EntryFixtures {
  static func login(_ id: TaskID) -> [TranscriptEntry] {
    let events: [TranscriptEvent] = [
      .attempt(number: 1, engine: "claude", model: "sonnet"), .prompt(text: "Fix flaky login test", origin: "brief"),
      .agent(.toolStarted(ToolCall(id: "c1", kind: .read, name: "Read", title: "src/login.swift", input: "{}"))),
      .agent(.toolFinished(id: "c1", status: .ok, output: "84 lines", exitCode: nil)),
      .agent(.textDone(messageID: "m1", text: "The token is fetched once and **never** renewed; I will retry it inside the session.")),
      .agent(.asked(TaskFixtures.permission)),
    ]
    return events.enumerated().map { TranscriptEntry(seq: Int64($0 + 1), task: id, time: TaskFixtures.moment(minutesAgo: 4), event: $1) }
  }
}
